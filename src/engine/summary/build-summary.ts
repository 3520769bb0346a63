import { setField } from '../../core/records/named-fields.ts';
import type { GroupSummary } from '../metrics/check-tree.ts';
import type { MetricContains, MetricType } from '../metrics/metric-types.ts';
import { sinkValues } from '../metrics/sink-values.ts';
import type { ThresholdJudge } from '../metrics/threshold-judge.ts';
import type { TestRun } from '../test-run.ts';

/** A metric or submetric at the end of a test. */
export interface MetricSummary {
  readonly type: MetricType;
  readonly contains: MetricContains;
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** What `handleSummary` is called with: the shape of k6's default format. */
export interface SummaryData {
  readonly root_group: GroupSummary;
  readonly options: {
    readonly summaryTrendStats: readonly string[];
    readonly summaryTimeUnit: string;
    readonly noColor: boolean;
  };
  readonly state: {
    readonly isStdOutTTY: boolean;
    readonly isStdErrTTY: boolean;
    readonly testRunDurationMs: number;
  };
  readonly metrics: Readonly<Record<string, MetricSummary>>;
  readonly setup_data: unknown;
}

/** Sums up a test run that is over and judged. */
export function buildSummary(
  run: TestRun,
  judge: ThresholdJudge,
  terminal: { readonly isStdOutTTY: boolean; readonly isStdErrTTY: boolean; readonly noColor: boolean },
): SummaryData {
  const trendStats = run.options?.summaryTrendStats ?? [];
  const named = new Set(judge.metrics);
  // A threshold on a submetric names its parent too.
  for (const metric of run.registry.all()) if (metric.submetrics.some((each) => named.has(each))) named.add(metric);

  const metrics: Record<string, MetricSummary> = {};
  for (const metric of run.registry.all()) {
    if (metric.sink.isEmpty && !named.has(metric)) continue;
    const thresholds = judge.resultsOf(metric);
    setField(metrics, metric.name, {
      type: metric.type,
      contains: metric.contains,
      values: sinkValues(metric.sink, trendStats, run.durationMs),
      ...(thresholds && { thresholds }),
    });
  }
  return {
    root_group: run.checkTree.root,
    options: {
      summaryTrendStats: trendStats,
      summaryTimeUnit: run.options?.summaryTimeUnit ?? '',
      noColor: terminal.noColor,
    },
    state: {
      isStdOutTTY: terminal.isStdOutTTY,
      isStdErrTTY: terminal.isStdErrTTY,
      testRunDurationMs: run.durationMs,
    },
    metrics,
    setup_data: run.setupDataJson === undefined ? undefined : JSON.parse(run.setupDataJson),
  };
}
