import { expect, test } from 'vitest';
import { WHOLE } from '../../../src/core/workload/execution-segment.ts';
import { createRampingVus, rampingSteps } from '../../../src/engine/executors/ramping-vus.ts';
import { FieldReader } from '../../../src/engine/options/field-reader.ts';
import { runFakeScenario } from './run-fake-scenario.ts';

const second = (target: number, seconds: number) => ({ target, durationMs: seconds * 1_000 });
const steps = (startVus: number, ...stages: ReturnType<typeof second>[]) =>
  rampingSteps(startVus, stages, true).map(({ offsetMs, vus }) => [offsetMs, vus]);

test('ramping-vus adds a VU when its share of the ramp is over and takes it when its share begins', () => {
  expect(steps(0, second(4, 2))).toEqual([
    [0, 0],
    [500, 1],
    [1_000, 2],
    [1_500, 3],
    [2_000, 4],
    [2_000, 0],
  ]);
  expect(steps(4, second(0, 4))).toEqual([
    [0, 4],
    [1_000, 3],
    [2_000, 2],
    [3_000, 1],
    [4_000, 0],
  ]);
  expect(steps(1, second(5, 0), second(5, 3), second(2, 0))).toEqual([
    [0, 1],
    [0, 5],
    [3_000, 2],
    [3_000, 0],
  ]);
});

test('ramping-vus keeps VUs for those that ramp down gracefully', () => {
  const stages = [
    { target: 6, duration: '2s' },
    { target: 1, duration: '5s' },
    { target: 3, duration: '2s' },
  ];
  const base = {
    name: 'a',
    executor: 'ramping-vus',
    stripe: WHOLE,
    startTimeMs: 0,
    gracefulStopMs: 10_000,
    env: {},
    exec: 'default',
    tags: {},
  };
  const scenario = createRampingVus(base, new FieldReader({ startVUs: 4, stages, gracefulRampDown: '10s' }));
  const plan = scenario.steps.map(({ offsetMs, plannedVus }) => [offsetMs / 1_000, plannedVus]);
  // Each step down comes 10 s late, unless the ramp has come back up by then; gracefulStop ends it all.
  expect(plan).toEqual([
    [0, 4],
    [1, 5],
    [2, 6],
    [13, 5],
    [14, 4],
    [15, 3],
    [19, 0],
  ]);
});

test('ramping-vus starts VUs along the ramp', async () => {
  const fields = { startVUs: 0, stages: [{ target: 4, duration: '2s' }] };
  const run = await runFakeScenario(createRampingVus, { fields, iterationMs: 10_000, forMs: 20_000 });
  expect(run).toMatchObject({ starts: [500, 1_000, 1_500, 2_000], completed: 4, endedAt: 12_000 });
});

test('ramping-vus interrupts what outlives the graceful ramp-down', async () => {
  const fields = { startVUs: 2, stages: [{ target: 0, duration: '2s' }], gracefulRampDown: '500ms' };
  const run = await runFakeScenario(createRampingVus, { fields, iterationMs: 10_000, forMs: 20_000 });
  expect(run).toMatchObject({ starts: [0, 0], interrupted: [1_500, 2_500], endedAt: 2_500 });
});

test('ramping-vus starts a VU anew that was interrupted before', async () => {
  const fields = {
    startVUs: 1,
    stages: [0, 0, 1, 1].map((target, i) => ({ target, duration: i % 2 ? '1s' : '0s' })),
    gracefulRampDown: '0s',
  };
  const run = await runFakeScenario(createRampingVus, { fields, iterationMs: 400, forMs: 10_000 });
  expect(run.starts).toEqual([0, 1_000, 1_400, 1_800]);
});
