import { expect, test } from 'vitest';
import { achievedShare, figuresOf, latenessOf, medianOf, planBeganMs } from '../../../src/node/bench/arrivals.ts';

test('figuresOf() sorts by number and interpolates', () => {
  const { p50, p95, p99, max } = figuresOf([10, 9, 100, 8]);
  expect([p50, max]).toEqual([9.5, 100]);
  expect(p95).toBeCloseTo(86.5);
  expect(p99).toBeCloseTo(97.3);
  expect(figuresOf(Array.from({ length: 1_001 }, (_, index) => index)).p999).toBe(999);
  expect(medianOf([3, 1, 2])).toBe(2);
});

test('a plan begins as late as it can without a request being early', () => {
  // 100/s; the first request came 4 ms late, the third was on time.
  const arrivedMs = [1004, 1012, 1020, 1031];
  expect(planBeganMs(arrivedMs, 100)).toBe(1000);
  expect(latenessOf(arrivedMs, 100)).toEqual([4, 2, 0, 1]);
});

test('latenessOf() grows while a tool cannot keep the rate', () => {
  expect(latenessOf([0, 20, 40, 60], 100)).toEqual([0, 10, 20, 30]);
});

test('achievedShare() counts what came in the planned time only', () => {
  expect(achievedShare([5, 15, 25, 35], 100, 40)).toBe(1);
  expect(achievedShare([5, 15, 25, 200], 100, 40)).toBe(0.75);
  expect(achievedShare([], 100, 40)).toBe(0);
});
