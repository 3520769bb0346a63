import { drawRuns, drawWeights, intervalOf, onceEach } from '../compare/bootstrap.ts';
import { type ComparedResult, resampled, SETTLING_MS } from '../compare/compare-runs.ts';
import { CONFIDENCE } from '../compare/judge-sides.ts';
import { type Latencies, latenciesOf } from '../compare/side-statistics.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import { meetsThreshold } from '../threshold-expressions/meets-threshold.ts';
import { parseThresholdExpression } from '../threshold-expressions/parse-threshold-expression.ts';
import { samplesForStatistic } from '../verdict/rule.ts';
import type { RuleResult } from '../verdict/rule-result.ts';

const RESAMPLES = 400;
const SEED = 1;

/** One limit of the profile, over all runs with a pool of one size. */
export interface SizeFigure {
  readonly id: string;
  readonly limit: string;
  /** Milliseconds, or the number of runs that missed it where the limit is on something else. */
  readonly value: number;
  /** Between which two it lies, with 99 % confidence; null where there is none. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly unit: 'ms' | 'runs';
  readonly holds: boolean;
}

/** What a pool of one size came to. */
export interface TriedSize {
  readonly size: number;
  readonly runs: number;
  readonly requests: number;
  readonly failedRequests: number;
  /** Whether it held the limits of the profile on the API. */
  readonly holds: boolean;
  /** Whether each interval lies on the same side of its limit as what was measured; of what failed, one is enough. */
  readonly isSure: boolean;
  readonly figures: readonly SizeFigure[];
}

/** A limit on a percentile of times, in total or of a scenario. */
interface TimedLimit extends Pick<RuleResult, 'id' | 'limit' | 'scenario'> {
  /** 0 to 1. */
  readonly quantile: number;
}

/** Of these the times of each second are kept; all else is judged by what became of the rule in each run. */
const KEPT = /^http_req_duration\{expected_response:true,(?:target:api|scenario:[^,}]+)\}$/;

function isTimed({ about, metric, limit }: RuleResult): boolean {
  return about === 'api' && KEPT.test(metric) && /^(?:p\(|med)/.test(limit);
}

/**
 * Judges a pool of one size by all runs with it, as if they were one: only by what the profile asks of the API.
 *
 * @returns undefined where nothing failed, and there are too few answers for any limit on times
 */
export function judgeSize(size: number, runs: readonly ComparedResult[]): TriedSize | undefined {
  const latencies = latenciesOf(
    runs.map(({ series }) => series),
    SETTLING_MS,
  );
  const measured = latencies(onceEach(runs.map(resampled)));
  const draws = resamplesOf(runs, latencies);
  const timed = timedLimits(runs).flatMap((limit) => {
    const value = read(limit, measured);
    if (value === null || measured.answered(limit.scenario) < samplesForStatistic(limit.limit)) return [];
    const drawn = draws.map((draw) => read(limit, draw)).filter((ms) => ms !== null);
    return [timedFigure(limit, value, intervalOf(drawn, CONFIDENCE))];
  });
  const missed = missedFigures(runs);
  if (timed.length + missed.length === 0) return undefined;
  const figures = [...timed, ...missed];
  const failed = figures.filter(({ holds }) => !holds);
  return {
    size,
    runs: runs.length,
    requests: runs.reduce((sum, { requests }) => sum + requests.requests, 0),
    failedRequests: runs.reduce((sum, { requests }) => sum + requests.failedRequests, 0),
    holds: failed.length === 0,
    isSure:
      failed.length === 0 ? timed.every(isSurelyMet) : failed.some((figure) => isSurelyMissed(figure, runs.length)),
    figures,
  };
}

function timedLimits([first]: readonly ComparedResult[]): TimedLimit[] {
  return (first?.rules ?? []).filter(isTimed).map(({ id, limit, scenario }) => {
    const { percent = 50 } = parseThresholdExpression(limit);
    return { id, limit, quantile: percent / 100, ...(scenario === undefined ? {} : { scenario }) };
  });
}

function read({ quantile, scenario }: TimedLimit, latencies: Latencies): number | null {
  return latencies.quantile(quantile, scenario);
}

function timedFigure({ id, limit }: TimedLimit, value: number, interval: SizeFigure['interval']): SizeFigure {
  return { id, limit, value, interval, unit: 'ms', holds: isMet(limit, value) };
}

/** Failed requests, wrong answers, load that was never sent: what a run failed by, beside its times. */
function missedFigures(runs: readonly ComparedResult[]): SizeFigure[] {
  const missed = runs.flatMap(({ rules }) =>
    rules.filter((rule) => rule.about === 'api' && rule.status === 'fail' && !isTimed(rule)),
  );
  return [...new Set(missed.map(({ id }) => id))].map((id) => {
    const ofRule = missed.filter((rule) => rule.id === id);
    return { id, limit: ofRule[0]?.limit ?? '', value: ofRule.length, interval: null, unit: 'runs', holds: false };
  });
}

function isSurelyMet({ limit, interval }: SizeFigure): boolean {
  return interval !== null && isMet(limit, interval[1]);
}

function isSurelyMissed({ limit, interval, unit, value }: SizeFigure, runs: number): boolean {
  return unit === 'runs' ? value === runs : interval !== null && !isMet(limit, interval[0]);
}

function isMet(limit: string, ms: number): boolean {
  return meetsThreshold(parseThresholdExpression(limit), ms);
}

function resamplesOf(runs: readonly ComparedResult[], latencies: ReturnType<typeof latenciesOf>): Latencies[] {
  const random = seededRandom(SEED);
  const shapes = runs.map(resampled);
  return Array.from({ length: RESAMPLES }, () => latencies(drawWeights(shapes, drawRuns(runs.length, random), random)));
}
