import { expect, test } from 'vitest';
import { bucketMs, type LatencyHistogram, record } from '../../../src/core/series/latency-histogram.ts';
import { percentileInterval } from '../../../src/core/statistics/percentile-interval.ts';

/** Times of buckets 1 to `count`, one each: the time at rank r is that of bucket r. */
function oneEach(count: number): LatencyHistogram {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [index + 1, 1]));
}

const ranksOf = (count: number, q: number, confidence = 0.95) => {
  const interval = percentileInterval(oneEach(count), q, confidence);
  const rankOf = (ms: number) => Array.from({ length: count + 1 }, (_, rank) => rank).find((r) => bucketMs(r) === ms);
  return interval && [rankOf(interval.lowMs), rankOf(interval.highMs)];
};

// Ranks as in tables of order statistics (Hahn and Meeker, Statistical Intervals; Conover, table of quantile bounds).
test.each([
  ['the median of 10', 10, 0.5, [2, 9]],
  ['the median of 20', 20, 0.5, [6, 15]],
  ['the median of 100', 100, 0.5, [40, 61]],
])('percentileInterval() gives the ranks of the tables for %s', (_what, count, q, ranks) => {
  expect(ranksOf(count, q)).toEqual(ranks);
});

test('percentileInterval() is null where a small sample has no time beyond the percentile', () => {
  expect(ranksOf(5, 0.5)).toBeNull();
  expect(ranksOf(6, 0.5)).toEqual([1, 6]);
  expect(percentileInterval({}, 0.5, 0.95)).toBeNull();
  // 0.99 ** 367 > 0.025 > 0.99 ** 368: with fewer, the slowest request may well be faster than p99.
  expect(ranksOf(367, 0.99)).toBeNull();
  expect(ranksOf(368, 0.99)?.[1]).toBe(368);
});

test('percentileInterval() narrows as the sample grows, and widens with confidence', () => {
  const width = (count: number, confidence: number) => {
    const interval = percentileInterval({ 100: count * 0.9, 200: count * 0.04, 300: count * 0.06 }, 0.95, confidence);
    return interval === null ? null : interval.highMs - interval.lowMs;
  };
  expect(width(100, 0.95)).toBeGreaterThan(width(1_000_000, 0.95) ?? Number.NaN);
  expect(ranksOf(1_000, 0.95, 0.99)?.[0]).toBeLessThan(ranksOf(1_000, 0.95, 0.9)?.[0] ?? Number.NaN);
});

test('percentileInterval() holds the true percentile as often as it says', () => {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const truth = -Math.log(1 - 0.95) * 10;
  const tries = 400;
  let held = 0;
  for (let index = 0; index < tries; index += 1) {
    const histogram: LatencyHistogram = {};
    for (let request = 0; request < 500; request += 1) record(histogram, -Math.log(1 - random()) * 10);
    const interval = percentileInterval(histogram, 0.95, 0.95);
    if (interval !== null && interval.lowMs <= truth && truth <= interval.highMs) held += 1;
  }
  expect(held / tries).toBeGreaterThan(0.92);
});
