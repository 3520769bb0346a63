import type { Result } from '../../../core/result/result.ts';
import type { Series, Values } from '../../../core/series/series.ts';
import {
  parseThresholdExpression,
  type ThresholdExpression,
} from '../../../core/threshold-expressions/parse-threshold-expression.ts';
import type { RuleResult } from '../../../core/verdict/rule-result.ts';
import { planOf } from '../../../core/workload/workload.ts';
import { isMeasured } from './statistics.ts';
import { buildTimeAxis, formatTime, type TimeAxis } from './time-axis.ts';

/** What every chart is drawn from. */
export interface ChartRun {
  readonly result: Result;
  readonly series: Series;
  readonly axis: TimeAxis;
  /** When there was load, without overlaps. */
  readonly spans: readonly Span[];
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export function buildChartRun(result: Result, series: Series): ChartRun {
  const plans = planOf(result.workload.scenarios, 'api');
  // A step is known by its rate.
  const labelOf = (name: string) =>
    result.saturation === undefined
      ? name
      : `${Math.round(plans.find((plan) => plan.name === name)?.ratePerSecond ?? 0)}/s`;
  return {
    result,
    series,
    axis: buildTimeAxis(series, result.workload.scenarios, labelOf),
    spans: joined(plans.map(({ startMs, durationMs }) => ({ startMs, endMs: startMs + durationMs }))),
  };
}

/** Spans in order, those that touch or overlap as one. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = all.at(-1);
    if (last === undefined || span.startMs > last.endMs) all.push(span);
    else all.splice(-1, 1, { ...last, endMs: Math.max(last.endMs, span.endMs) });
  }
  return all;
}

/** Counts of points as a rate per second; a point that the load filled in part has none. */
export function perSecond(run: ChartRun, counts: readonly number[]): Values {
  return countsUnderLoad(run, counts).map((count) => count && (count * 1_000) / run.series.intervalMs);
}

/** Values that add up over a point, without points that the load filled in part: they would look like a dip. */
export function countsUnderLoad(run: ChartRun, values: readonly number[]): Values {
  return values.map((value, index) => (loadAt(run, index) === 'part' ? null : value));
}

/** Percentiles of points that were under load as a whole: the few requests of others have none to speak of. */
export function underWholeLoad(run: ChartRun, values: Values): Values {
  const others = values.map((value, index) => (loadAt(run, index) === 'all' ? value : null));
  return isMeasured(others) ? others : values;
}

/**
 * How much of a point was under load: all of it, a part, or nothing because of a pause. After the load there is the rest of
 * it: requests that end late. Of the last point nobody knows how much of it there was, if the load was over or stopped.
 */
function loadAt(
  { result, series: { intervalMs, points }, spans }: ChartRun,
  index: number,
): 'all' | 'part' | 'pause' | 'rest' {
  const [fromMs, toMs] = [index * intervalMs, (index + 1) * intervalMs];
  const loadedMs = spans.reduce(
    (sum, { startMs, endMs }) => sum + Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs)),
    0,
  );
  const isLast = index === points - 1;
  const wasStopped =
    (result.stoppedBy ?? result.stoppedEarly) !== undefined || ![0, 99].includes(result.engineExitCode);
  if (loadedMs >= intervalMs) return isLast && wasStopped ? 'part' : 'all';
  if (loadedMs > 0) return 'part';
  const isOver = fromMs >= Math.max(0, ...spans.map(({ endMs }) => endMs));
  if (!isOver) return 'pause';
  return isLast ? 'part' : 'rest';
}

/** When a point was, for people. */
export function timeOf({ axis, series }: ChartRun, index: number): string {
  return formatTime(axis, index * series.intervalMs);
}

/** The rule of an id about the whole run, with its limit taken apart. */
export function limitOf({ result }: ChartRun, id: string): ThresholdExpression | undefined {
  const rule = result.rules.find((candidate: RuleResult) => candidate.id === id);
  return rule && parseThresholdExpression(rule.limit);
}
