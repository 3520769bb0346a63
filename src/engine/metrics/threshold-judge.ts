import {
  parseThresholdExpression,
  type ThresholdExpression,
  thresholdMethods,
} from '../../core/threshold-expressions/parse-threshold-expression.ts';
import type { ThresholdOption } from '../options/run-options.ts';
import { evaluateThreshold } from './evaluate-threshold.ts';
import type { Metric } from './metric.ts';
import type { MetricRegistry } from './metric-registry.ts';

interface Threshold {
  readonly source: string;
  readonly expression: ThresholdExpression;
  readonly abortOnFail: boolean;
  readonly delayAbortEvalMs: number | undefined;
  hasFailed: boolean;
}

/** What an evaluation found. */
interface ThresholdVerdict {
  /** Names of the metrics with a threshold that was crossed, sorted. */
  readonly crossed: readonly string[];
  /** A crossed threshold has `abortOnFail`, and its delay is over. */
  readonly shouldAbort: boolean;
}

/** Judges the thresholds of a run, while it runs and at its end. */
export class ThresholdJudge {
  readonly #thresholds = new Map<Metric, readonly Threshold[]>();

  /**
   * Makes the submetrics that the thresholds name.
   *
   * @throws AggregateError with one error for each threshold that is malformed or does not fit its metric.
   */
  constructor(options: Readonly<Record<string, readonly ThresholdOption[]>>, registry: MetricRegistry) {
    const problems: unknown[] = [];
    for (const [key, thresholds] of Object.entries(options)) {
      try {
        const metric = registry.select(key);
        if (!metric) throw new Error(`invalid threshold defined on ${key}; reason: no metric name "${key}" found`);
        this.#thresholds.set(
          metric,
          thresholds.map((threshold) => parseThreshold(threshold, metric, key)),
        );
      } catch (error) {
        problems.push(error);
      }
    }
    if (problems.length > 0) throw new AggregateError(problems);
  }

  get isEmpty(): boolean {
    return this.#thresholds.size === 0;
  }

  /** The metrics that thresholds name, an empty list included. */
  get metrics(): Iterable<Metric> {
    return this.#thresholds.keys();
  }

  /** Whether each threshold of the metric held when it was last evaluated, by its text. */
  resultsOf(metric: Metric): Record<string, { ok: boolean }> | undefined {
    const thresholds = this.#thresholds.get(metric);
    if (!thresholds || thresholds.length === 0) return undefined;
    return Object.fromEntries(thresholds.map(({ source, hasFailed }) => [source, { ok: !hasFailed }]));
  }

  /**
   * Evaluates all thresholds.
   *
   * @param isFinal While the test runs, metrics without samples are left out; at its end they are judged too.
   */
  evaluate(runDurationMs: number, isFinal: boolean): ThresholdVerdict {
    const crossed: string[] = [];
    let shouldAbort = false;
    for (const [metric, thresholds] of this.#thresholds) {
      if (!isFinal && metric.sink.isEmpty) continue;
      let isCrossed = false;
      for (const threshold of thresholds) {
        threshold.hasFailed = !evaluateThreshold(threshold.expression, metric.sink, runDurationMs);
        if (!threshold.hasFailed) continue;
        isCrossed = true;
        const { abortOnFail, delayAbortEvalMs } = threshold;
        if (abortOnFail && (delayAbortEvalMs === undefined || delayAbortEvalMs < runDurationMs)) shouldAbort = true;
      }
      if (isCrossed) crossed.push(metric.name);
    }
    return { crossed: crossed.sort(), shouldAbort };
  }
}

function parseThreshold(option: ThresholdOption, metric: Metric, key: string): Threshold {
  const expression = parseThresholdExpression(option.threshold);
  const methods = thresholdMethods(metric.type);
  if (!methods.includes(expression.method)) {
    throw new Error(
      `invalid threshold "${option.threshold}" applied on metric ${key}; reason: unsupported aggregation method ${expression.method} on metric of type ${metric.type}. supported aggregation methods for this metric are: ${methods.join(', ')}`,
    );
  }
  return {
    source: option.threshold,
    expression,
    abortOnFail: option.abortOnFail,
    delayAbortEvalMs: option.delayAbortEvalMs,
    hasFailed: false,
  };
}
