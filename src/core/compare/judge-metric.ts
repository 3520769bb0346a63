import type { ComparedMetric } from './compared-metrics.ts';
import type { MetricComparison } from './comparison.ts';

/** A regression of as many floors as this must not hide in an interval that is called "no difference shown". */
const WIDEST_FLOORS = 5;
/** A percentile rests on the samples beyond it. */
const LEAST_SAMPLES_BEYOND = 10;

interface Measured {
  readonly base: number | null;
  readonly head: number | null;
  /** Null when too little was measured for one. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Requests that the figure of the smaller side rests on. */
  readonly samples: number;
  /** Why the sides cannot be told apart in this metric, whatever was measured. */
  readonly inseparable?: string | undefined;
}

/** Gives the answer for one metric. Point values decide nothing; only where the whole interval lies. */
export function judgeMetric(
  { id, title, unit, worseWhen, floor, quantile }: ComparedMetric,
  { base, head, interval, samples, inseparable }: Measured,
  isJudged = true,
): MetricComparison {
  const shared = { id, title, unit, worseWhen, base, head, isJudged };
  if (inseparable !== undefined || base === null || head === null) {
    const reason = inseparable ?? `${base === null ? 'base' : 'head'} has no such figure`;
    return { ...shared, difference: null, interval: null, floor: null, answer: 'not-compared', reason };
  }
  const least = Math.max(floor.absolute, floor.relative * Math.abs(base));
  const compared = { ...shared, difference: head - base, interval, floor: least };
  if (interval === null) return { ...compared, answer: 'cannot-tell', reason: 'too few points' };
  const needed = quantile === undefined ? 0 : Math.ceil(LEAST_SAMPLES_BEYOND / (1 - quantile));
  if (samples < needed) {
    return { ...compared, answer: 'cannot-tell', reason: `${samples} of ${needed} answered requests` };
  }
  // For the worse is up from here on.
  const [low, high] = worseWhen === 'higher' ? interval : [-interval[1], -interval[0]];
  if (low > least) return { ...compared, answer: 'worse' };
  if (high < -least) return { ...compared, answer: 'better' };
  if (high > WIDEST_FLOORS * least) return { ...compared, answer: 'cannot-tell', reason: 'the interval is too wide' };
  return { ...compared, answer: 'no-difference' };
}
