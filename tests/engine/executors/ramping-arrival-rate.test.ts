import { expect, test } from 'vitest';
import { createRampingArrivalRate, rampingDueTimes } from '../../../src/engine/executors/ramping-arrival-rate.ts';
import { runFakeScenario } from './run-fake-scenario.ts';

const stage = (target: number, durationMs: number) => ({ target, durationMs });
const whole = (times: Iterable<number>) => [...times].map(Math.round);

test('ramping-arrival-rate has iteration k due when the area under the rate reaches k', () => {
  const slow = rampingDueTimes(0, 1_000, [stage(1, 5_000), stage(1, 1_000), stage(0, 5_000)]);
  expect(whole(slow)).toEqual([3_162, 4_472, 5_500, 6_528, 7_838, 11_000]);
  // Measured with k6: 633 896 1096 1267 1415 1550 … 4107 4369 5002 ms, each a little after it was due.
  const ramp = whole(rampingDueTimes(0, 1_000, [stage(10, 2_000), stage(10, 1_000), stage(0, 2_000)]));
  expect(ramp).toHaveLength(30);
  expect(ramp.slice(0, 6)).toEqual([632, 894, 1_095, 1_265, 1_414, 1_549]);
  expect(ramp.slice(-3)).toEqual([4_106, 4_368, 5_000]);
});

test('ramping-arrival-rate at an even rate has its first iteration after one period', () => {
  const times = [...rampingDueTimes(50, 1_000, [stage(50, 30_000)])];
  expect(times).toHaveLength(1_500);
  expect(times[0]).toBe(20);
  expect(times.at(-1)).toBe(30_000);
});

test('ramping-arrival-rate jumps in stages without duration and rests at 0', () => {
  const times = [
    ...rampingDueTimes(0, 1_000, [stage(0, 1_000), stage(10, 0), stage(10, 300), stage(0, 0), stage(0, 500)]),
  ];
  expect(times).toEqual([1_100, 1_200, 1_300]);
});

test('ramping-arrival-rate runs until its last stage ends', async () => {
  const fields = {
    startRate: 5,
    stages: [
      { target: 5, duration: '1s' },
      { target: 0, duration: '0s' },
      { target: 0, duration: '1s' },
    ],
    preAllocatedVUs: 1,
  };
  const run = await runFakeScenario(createRampingArrivalRate, { fields, iterationMs: 10, forMs: 3_000 });
  expect(run.starts).toEqual([200, 400, 600, 800, 1_000]);
  expect(run.endedAt).toBe(2_000);
});
