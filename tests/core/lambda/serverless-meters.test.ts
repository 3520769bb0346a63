import { expect, test } from 'vitest';
import { asOfNodes, sumFrom } from '../../../src/core/lambda/serverless-meters.ts';

const at = (name: Parameters<typeof sumFrom>[1], value: number, atMs = 0) => ({ name, value, atMs });

test('misses of a serverless cache are those that CloudWatch has, or follow from hits and their share', () => {
  const missesOf = (...points: ReturnType<typeof at>[]) =>
    asOfNodes(points)
      .filter(({ name }) => name === 'misses')
      .map(({ value }) => value);
  expect(missesOf(at('hits', 90), at('hitRatePercent', 90))).toEqual([10]);
  expect(missesOf(at('hits', 90), at('hitRatePercent', 90), at('misses', 9))).toEqual([9]);
  expect(missesOf(at('hits', 90), at('hitRatePercent', 100))).toEqual([0]);
  // How many lookups missed when all did is not known.
  expect(missesOf(at('hits', 0), at('hitRatePercent', 0))).toEqual([]);
  expect(missesOf(at('hits', 90))).toEqual([]);
  // Another minute is another.
  expect(missesOf(at('hits', 90), at('hitRatePercent', 50, 60_000))).toEqual([]);
});

test('what nodes do not have is left out, and summed over the minutes of the run', () => {
  const points = [at('connectionsMax', 3), at('throttled', 5), at('throttled', 2, 60_000), at('processingUnits', 1.4)];
  expect(asOfNodes(points)).toEqual([at('connectionsMax', 3)]);
  expect(sumFrom(points, 'throttled', 60_000)).toBe(2);
  expect(sumFrom(points, 'processingUnits', 0)).toBe(1);
  expect(sumFrom(points, 'evictions', 0)).toBeNull();
});
