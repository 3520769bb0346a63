import { countOf, type LatencyHistogram, valueAtRank } from '../series/latency-histogram.ts';

export interface PercentileInterval {
  readonly lowMs: number;
  readonly highMs: number;
}

/**
 * Between which two of the measured times the true percentile lies, whatever the distribution: the interval by order
 * statistics. It takes requests as independent; a queue makes neighbours alike, and then the truth is further out.
 *
 * @param q the percentile, above 0 and below 1
 * @param confidence how likely the interval holds the percentile at least, such as 0.95
 * @returns null when the sample is too small to have a time beyond the percentile on both sides
 */
export function percentileInterval(
  histogram: Readonly<LatencyHistogram>,
  q: number,
  confidence: number,
): PercentileInterval | null {
  const ranks = ranksAround(countOf(histogram), q, (1 - confidence) / 2);
  if (ranks === null) return null;
  const lowMs = valueAtRank(histogram, ranks.low);
  const highMs = valueAtRank(histogram, ranks.high);
  return lowMs === null || highMs === null ? null : { lowMs, highMs };
}

/**
 * How many of `count` times are below the percentile is binomial. The true percentile is below rank `low`, counted from
 * 1, with a probability of `tail` at most, and above rank `high` likewise.
 */
function ranksAround(count: number, q: number, tail: number): { low: number; high: number } | null {
  const { first, shares } = binomial(count, q);
  let low = first;
  for (let below = shares[0] ?? 1; below <= tail; low += 1) below += shares[low + 1 - first] ?? 1;
  let high = first + shares.length;
  for (let above = shares.at(-1) ?? 1; above <= tail; high -= 1) above += shares[high - 2 - first] ?? 1;
  return low < 1 || high > count ? null : { low, high };
}

/** What is rarer than this beside the most frequent number adds nothing to a tail. */
const NEGLIGIBLE = 1e-15;

/** The probabilities of `first`, `first + 1`, … hits in `count` tries, from the most frequent number outwards. */
function binomial(count: number, q: number): { first: number; shares: number[] } {
  const odds = q / (1 - q);
  const mode = Math.min(count, Math.floor((count + 1) * q));
  const shares = [1];
  for (let hits = mode, share = 1; hits < count && share > NEGLIGIBLE; hits += 1) {
    share *= ((count - hits) / (hits + 1)) * odds;
    shares.push(share);
  }
  let first = mode;
  for (let share = 1; first > 0 && share > NEGLIGIBLE; first -= 1) {
    share *= first / (count - first + 1) / odds;
    shares.unshift(share);
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  return { first, shares: shares.map((share) => share / sum) };
}
