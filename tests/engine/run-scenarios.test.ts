import { expect, test } from 'vitest';
import type { RunningVu } from '../../src/engine/executors/scenario.ts';
import { readScenarios } from '../../src/engine/options/read-scenarios.ts';
import { mostPlannedVus, plannedIterations, runScenarios } from '../../src/engine/run-scenarios.ts';
import { TestRun } from '../../src/engine/test-run.ts';
import type { ActiveScenario } from '../../src/engine/vu/scenario-position.ts';
import type { VuPool } from '../../src/engine/vu/vu-pool.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const scenariosOf = (raw: Record<string, object>) => {
  const problems: string[] = [];
  const scenarios = readScenarios(raw, () => true, problems);
  expect(problems).toEqual([]);
  return scenarios;
};
const constant = { executor: 'constant-vus', vus: 5, duration: '10s', gracefulStop: '5s' };

test('scenarios that overlap need the VUs of both, graceful stop included', () => {
  expect(mostPlannedVus(scenariosOf({ a: constant, b: { ...constant, startTime: '14s' } }))).toBe(10);
  expect(mostPlannedVus(scenariosOf({ a: constant, b: { ...constant, vus: 7, startTime: '16s' } }))).toBe(7);
});

test('VUs that may be added later are not planned for', () => {
  const open = { executor: 'constant-arrival-rate', rate: 1, duration: '1s', preAllocatedVUs: 2, maxVUs: 9 };
  const scenarios = scenariosOf({ open, constant });
  expect(mostPlannedVus(scenarios)).toBe(7);
});

test('iterations are planned where they do not depend on how long they take', () => {
  const perMinute = {
    executor: 'constant-arrival-rate',
    rate: 120,
    timeUnit: '1m',
    duration: '10s',
    preAllocatedVUs: 2,
  };
  const stages = [
    { target: 70, duration: '2s' },
    { target: 5, duration: '1s' },
  ];
  const ramp = { executor: 'ramping-arrival-rate', startRate: 10, stages, preAllocatedVUs: 2 };
  expect(plannedIterations(scenariosOf({ perMinute, ramp }))).toEqual({ count: 20 + 80 + 37.5, perSecond: 72 });
  expect(plannedIterations(scenariosOf({ perMinute, constant }))).toEqual({ count: Infinity, perSecond: 2 });
});

test('scripts are told that an arrival rate began once it had its VUs', async () => {
  const clock = createFakeClock();
  let active: ActiveScenario | undefined;
  const vu: RunningVu = { runIteration: (onEnd) => onEnd(true), interrupt: () => {}, release: () => {} };
  const pool = {
    acquire: async (scenario: ActiveScenario) => {
      active = scenario;
      await new Promise<void>((resolve) => clock.after(40, resolve));
      return vu;
    },
  };
  const beganAtMs = clock.epochNow();
  const open = { executor: 'constant-arrival-rate', rate: 1, duration: '1s', preAllocatedVUs: 2 };
  void runScenarios(new TestRun(clock, () => {}), scenariosOf({ open }), pool as unknown as VuPool);
  await clock.advance(2_000);
  expect(active?.startEpochMs).toBe(beganAtMs + 80);
});
