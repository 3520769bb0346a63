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
}

export function buildChartRun(result: Result, series: Series): ChartRun {
  return { result, series, axis: buildTimeAxis(series, result.workload.scenarios) };
}

/** Counts of points as a rate per second; a point that the load filled in part has none. */
export function perSecond(run: ChartRun, counts: readonly number[]): Values {
  return ofWholePoints(run, counts).map((count) => count && (count * 1_000) / run.series.intervalMs);
}

/** Values that add up over a point, without points that the load filled in part: they would look like a dip. */
export function ofWholePoints(run: ChartRun, values: readonly number[]): Values {
  return values.map((value, index) => (isWhole(run, index) ? value : null));
}

/** Percentiles without those of a last point that the load filled in part: the few requests in it have none to speak of. */
export function withoutPartialEnd(run: ChartRun, values: Values): Values {
  if (isWhole(run, values.length - 1)) return values;
  const others = [...values.slice(0, -1), null];
  return isMeasured(others) ? others : values;
}

/** Whether the load lasted from the begin of a point to its end, or was over: what ends then is the rest of it. */
function isWhole({ result, series: { intervalMs, points } }: ChartRun, index: number): boolean {
  const plans = planOf(result.workload.scenarios, 'api');
  const plannedEndMs = Math.max(0, ...plans.map(({ startMs, durationMs }) => startMs + durationMs));
  const isLast = index === points - 1;
  // Nobody knows when within the last point a run was stopped.
  const isCut = isLast && (result.stoppedBy !== undefined || ![0, 99].includes(result.engineExitCode));
  return (index + 1) * intervalMs <= plannedEndMs ? !isCut : index * intervalMs >= plannedEndMs && !isLast;
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
