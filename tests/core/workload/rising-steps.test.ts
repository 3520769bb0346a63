import { expect, test } from 'vitest';
import { boundedVus, risingRates, risingSteps } from '../../../src/core/workload/rising-steps.ts';
import { planOf } from '../../../src/core/workload/workload.ts';

test.each([
  [
    [50, 2, 4, 0],
    [50, 100, 200, 400],
  ],
  [
    [50, 1.5, 3, 0],
    [50, 75, 113],
  ],
  [
    [50, 2, 3, 150],
    [50, 100, 150, 200],
  ],
  [
    [50, 2, 3, 100],
    [50, 100, 200],
  ],
  [
    [50, 2, 2, 800],
    [50, 100, 800],
  ],
  [
    [4_000, 2, 5, 0],
    [4_000, 8_000],
  ],
  [[1, 1.1, 3, 0], [1]],
] as const)('risingRates(%j) are %j', ([rate, factor, steps, expected], rates) => {
  expect(risingRates(rate, factor, steps, expected)).toEqual(rates);
});

test.each([
  [50, 500, 10, 26],
  [3_200, 500, 10, 1_000],
  [10_000, 500, 900, 1_800],
])('boundedVus(): %d/s with a time-out of %d ms and a pool of %d take %d VUs', (rate, timeoutMs, pool, vus) => {
  expect(boundedVus(rate, timeoutMs, pool)).toBe(vus);
});

test('risingSteps() leaves no two steps running at a time, time for the last answers included', () => {
  const steps = risingSteps([50, 100, 200], { durationMs: 3_000, requestTimeoutMs: 500, poolSize: 10 });
  const tagged = Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [name, { ...step, tags: { target: 'api' } }]),
  );
  expect(planOf(tagged, 'api').map(({ startMs }) => startMs)).toEqual([0, 3_750, 7_500]);
  expect(Object.values(steps).map(({ gracefulStop }) => gracefulStop)).toEqual(['750ms', '750ms', '750ms']);
  // What had not begun when the run was stopped lasted no time.
  expect(planOf(tagged, 'api', 4_250).map(({ durationMs }) => durationMs)).toEqual([3_000, 500, 0]);
});
