import { expect, test } from 'vitest';
import { dueAfter, rampUp, rateAfter } from '../../../src/core/workload/ramp.ts';
import { dueMs, startsOf } from '../../../src/core/workload/starts.ts';
import { plannedTotal, planOf } from '../../../src/core/workload/workload.ts';
import { rampingDueTimes } from '../../../src/engine/executors/ramping-arrival-rate.ts';

const RAMP = rampUp({ fromPerSecond: 50, toPerSecond: 250, durationMs: 20_000, vus: 100 });

test.each([
  [0, 50, 0],
  [10_000, 150, 1_000],
  [20_000, 250, 3_000],
  [30_000, 250, 3_000],
])('after %d ms of a ramp from 50/s to 250/s in 20 s the rate is %d/s and %d iterations were due', (ms, rate, due) => {
  expect(rateAfter(RAMP, ms)).toBe(rate);
  expect(dueAfter(RAMP, ms)).toBe(due);
});

test('dueMs() names the moments at which the engine starts iterations', () => {
  const due = [...rampingDueTimes(50, 1_000, [{ target: 250, durationMs: 20_000 }])];
  expect(due).toHaveLength(3_000);
  for (const index of [0, 1, 999, 2_998]) expect(dueMs(startsOf(RAMP), index)).toBeCloseTo(due[index] ?? Number.NaN, 3);
});

test('planOf() plans the area under a ramp, and of a run that was stopped only what was due by then', () => {
  const scenarios = { ramp: { ...RAMP, tags: { target: 'api' } } };
  expect(plannedTotal(planOf(scenarios, 'api'))).toBe(3_000);
  expect(plannedTotal(planOf(scenarios, 'api', 10_000))).toBe(1_000);
  expect(planOf(scenarios, 'api')).toMatchObject([{ ratePerSecond: 150, durationMs: 20_000 }]);
});
