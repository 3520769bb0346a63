import type { Result } from '../../../../core/result/result.ts';
import type { RuleResult } from '../../../../core/rules/judge-rules.ts';
import type { Series, Values } from '../../../../core/series/series.ts';
import {
  parseThresholdExpression,
  type ThresholdExpression,
} from '../../../../core/thresholds/parse-threshold-expression.ts';
import { planOf } from '../../../../core/workload/workload.ts';
import { buildTimeAxis, formatTime, type TimeAxis } from './time-axis.ts';

/** What every chart is drawn from. */
export interface ChartRun {
  readonly result: Result;
  readonly series: Series;
  readonly axis: TimeAxis;
}

export function buildChartRun(result: Result, series: Series): ChartRun {
  return { result, series, axis: buildTimeAxis(series, result.workload.scenarios) };
}

/** Counts of points as a rate per second; a point that the load filled in part has none. */
export function perSecond(run: ChartRun, counts: readonly number[]): Values {
  return ofWholePoints(run, counts).map((count) => count && (count * 1_000) / run.series.intervalMs);
}

/** Values that add up over a point, without points that the load filled in part: they would look like a dip. */
export function ofWholePoints({ result, series }: ChartRun, values: readonly number[]): Values {
  const { intervalMs, points } = series;
  const plannedEndMs = Math.max(
    0,
    ...planOf(result.workload.scenarios, 'api').map(({ startMs, durationMs }) => startMs + durationMs),
  );
  // Nobody knows when within the last point a run was stopped.
  const isCut = result.stoppedBy !== undefined || ![0, 99].includes(result.engineExitCode);
  return values.map((value, index) => {
    const [startMs, endMs] = [index * intervalMs, (index + 1) * intervalMs];
    const isLast = index === points - 1;
    const isWhole = endMs <= plannedEndMs ? !(isLast && isCut) : startMs >= plannedEndMs && !isLast;
    return isWhole ? value : null;
  });
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
