import { expect, test } from 'vitest';
import { percentile } from '../../../src/core/metrics/percentile.ts';

test.each([
  [0.5, 25],
  [0.25, 17.5],
  [0.9, 37],
  [0, 10],
  [1, 40],
])('percentile() of 10, 20, 30, 40 at %d interpolates to %d, as measured with k6', (q, expected) => {
  expect(percentile([10, 20, 30, 40], q)).toBeCloseTo(expected, 12);
});

test('percentile() of one sample is that sample, and of none 0', () => {
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBe(0);
});
