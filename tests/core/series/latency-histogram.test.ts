import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentile } from '../../../src/core/metrics/percentile.ts';
import {
  countOf,
  type LatencyHistogram,
  merged,
  percentileOf,
  record,
  valueAtRank,
} from '../../../src/core/series/latency-histogram.ts';

const TIMES = fc.array(fc.double({ min: 0.001, max: 120_000, noNaN: true }), { minLength: 1, maxLength: 200 });

function histogramOf(times: readonly number[]): LatencyHistogram {
  const histogram: LatencyHistogram = {};
  for (const ms of times) record(histogram, ms);
  return histogram;
}

test('a time is told within half a percent, from a microsecond to minutes', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 600_000, noNaN: true }), (ms) => {
      const told = valueAtRank(histogramOf([ms]), 1) ?? Number.NaN;
      expect(Math.abs(told - ms) / ms).toBeLessThan(0.005_01);
    }),
  );
});

test('a percentile by nearest rank lies within half a percent of the sample at that rank', () => {
  fc.assert(
    fc.property(TIMES, fc.double({ min: 0, max: 1, noNaN: true }), (times, q) => {
      const ranked = times.toSorted((a, b) => a - b);
      const exact = ranked[Math.max(1, Math.ceil(q * times.length)) - 1] ?? Number.NaN;
      const told = percentileOf(histogramOf(times), q) ?? Number.NaN;
      expect(Math.abs(told - exact) / exact).toBeLessThan(0.005_01);
    }),
  );
});

test('histograms that are merged are the histogram of all times', () => {
  fc.assert(
    fc.property(TIMES, TIMES, (one, other) => {
      expect(merged([histogramOf(one), histogramOf(other)])).toEqual(histogramOf([...one, ...other]));
    }),
  );
});

test('a percentile of many times agrees with the one that rules are judged by', () => {
  const times = Array.from({ length: 10_000 }, (_, index) => 1 + ((index * 7_919) % 10_000) / 100);
  const exact = percentile(Float64Array.from(times).sort(), 0.95);
  expect(percentileOf(histogramOf(times), 0.95)).toBeCloseTo(exact, 0);
});

test('nothing counted has no percentile', () => {
  expect(percentileOf({}, 0.95)).toBeNull();
  expect(countOf({})).toBe(0);
});
