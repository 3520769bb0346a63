import { drawRuns, drawWeights, intervalOf, onceEach } from '../compare/bootstrap.ts';
import { type ComparedResult, resampled, SETTLING_MS } from '../compare/compare-runs.ts';
import { CONFIDENCE } from '../compare/judge-sides.ts';
import { type Statistics, statisticsOf } from '../compare/side-statistics.ts';
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

type Limit = Pick<RuleResult, 'id' | 'limit'>;

/**
 * Judges a pool of one size by all runs with it, as if they were one: only by what the profile asks of the API.
 *
 * @returns undefined where nothing failed, and there are too few answers for the first limit of all, the 95th percentile
 */
export function judgeSize(size: number, runs: readonly ComparedResult[]): TriedSize | undefined {
  const statistics = statisticsOf(
    runs.map(({ series }) => series),
    SETTLING_MS,
  );
  const measured = statistics(onceEach(runs.map(resampled)));
  const draws = resamplesOf(runs, statistics);
  const timed = timedLimits(runs).flatMap((limit) => {
    const value = readOf(limit)(measured);
    if (value === null) return [];
    const drawn = draws.map(readOf(limit)).filter((ms) => ms !== null);
    return [timedFigure(limit, value, intervalOf(drawn, CONFIDENCE))];
  });
  const missed = missedFigures(runs);
  if (missed.length === 0 && !timed.some(({ id }) => id === 'latency-p95')) return undefined;
  const figures = [...timed, ...missed];
  const failed = figures.filter(({ holds }) => !holds);
  return {
    size,
    runs: runs.length,
    requests: runs.reduce((sum, { requests }) => sum + requests.requests, 0),
    failedRequests: runs.reduce((sum, { requests }) => sum + requests.failedRequests, 0),
    holds: failed.length === 0,
    isSure:
      failed.length === 0
        ? timed.every(({ limit, interval }) => interval !== null && isMet(limit, interval[1]))
        : failed.some(({ limit, interval, unit, value }) =>
            unit === 'runs' ? value === runs.length : interval !== null && !isMet(limit, interval[0]),
          ),
    figures,
  };
}

/** Limits on times that all runs together have enough requests for. */
function timedLimits(runs: readonly ComparedResult[]): Limit[] {
  const rules = (runs[0]?.rules ?? []).filter(({ about, unit }) => about === 'api' && unit === 'ms');
  return rules.filter(({ id, limit }) => {
    const samples = runs.reduce((sum, run) => sum + (run.rules.find((rule) => rule.id === id)?.samples ?? 0), 0);
    return samples >= samplesForStatistic(limit);
  });
}

/** Where a figure with its limit is found: in total, or by scenario. */
function readOf({ id, limit }: Limit): (statistics: Statistics) => number | null {
  const [, scenario] = id.split(':');
  if (scenario !== undefined) return ({ scenarioP95 }) => scenarioP95[scenario] ?? null;
  return parseThresholdExpression(limit).percent === 99 ? ({ metrics }) => metrics.p99 : ({ metrics }) => metrics.p95;
}

function timedFigure({ id, limit }: Limit, value: number, interval: SizeFigure['interval']): SizeFigure {
  return { id, limit, value, interval, unit: 'ms', holds: isMet(limit, value) };
}

/** Failed requests, wrong answers, load that was never sent: what a run failed by, beside its times. */
function missedFigures(runs: readonly ComparedResult[]): SizeFigure[] {
  const missed = runs.flatMap(({ rules }) =>
    rules.filter(({ about, unit, status }) => about === 'api' && unit !== 'ms' && status === 'fail'),
  );
  return [...new Set(missed.map(({ id }) => id))].map((id) => {
    const ofRule = missed.filter((rule) => rule.id === id);
    return { id, limit: ofRule[0]?.limit ?? '', value: ofRule.length, interval: null, unit: 'runs', holds: false };
  });
}

function isMet(limit: string, ms: number): boolean {
  return meetsThreshold(parseThresholdExpression(limit), ms);
}

function resamplesOf(runs: readonly ComparedResult[], statistics: ReturnType<typeof statisticsOf>): Statistics[] {
  const random = seededRandom(SEED);
  const shapes = runs.map(resampled);
  return Array.from({ length: RESAMPLES }, () =>
    statistics(drawWeights(shapes, drawRuns(runs.length, random), random)),
  );
}
