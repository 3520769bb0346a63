import { expect, test } from 'vitest';
import { constantDueTimes, createConstantArrivalRate } from '../../../src/engine/executors/constant-arrival-rate.ts';
import { runFakeScenario } from './run-fake-scenario.ts';

test('constant-arrival-rate has iterations due from 0 on, one period apart, the end included', () => {
  expect([...constantDueTimes(4, 1_000, 1_000)]).toEqual([0, 250, 500, 750, 1_000]);
  expect([...constantDueTimes(3, 1_000, 1_000)]).toEqual([0, 333.333333, 666.666666, 999.999999]);
  expect([...constantDueTimes(50, 1_000, 30_000)]).toHaveLength(1_501);
});

test('constant-arrival-rate starts each iteration at its due time on idle VUs', async () => {
  const fields = { rate: 10, duration: '1s', preAllocatedVUs: 2 };
  const run = await runFakeScenario(createConstantArrivalRate, { fields, iterationMs: 150, forMs: 2_000 });
  expect(run.starts).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
  expect(run).toMatchObject({ dropped: 0, completed: 11, vus: 2, warnings: [], endedAt: 1_150 });
});

test('the time of constant-arrival-rate begins with a tick of the clock, once it has its VUs', async () => {
  const fields = { rate: 2, duration: '1s', preAllocatedVUs: 3 };
  const run = await runFakeScenario(createConstantArrivalRate, {
    fields,
    acquireMs: 10.1,
    iterationMs: 5,
    forMs: 2_000,
  });
  expect(run).toMatchObject({ startedAt: 31, starts: [31, 531, 1_031], endedAt: 1_036 });
});

test('constant-arrival-rate drops what finds no idle VU, never queues it, and warns once', async () => {
  const fields = { rate: 10, duration: '3s', preAllocatedVUs: 2 };
  const run = await runFakeScenario(createConstantArrivalRate, { fields, iterationMs: 1_000, forMs: 5_000 });
  // An iteration that ends when another falls due gives its VU back just in time or just too late.
  expect(run.starts.length + run.dropped).toBe(31);
  expect(run.starts.length).toBeGreaterThanOrEqual(6);
  expect(run.starts.length).toBeLessThanOrEqual(8);
  expect(run.warnings).toEqual(['Insufficient VUs, reached 2 active VUs and cannot initialize more']);
});

test('constant-arrival-rate initializes further VUs after drops, up to maxVUs', async () => {
  const fields = { rate: 10, duration: '3s', preAllocatedVUs: 1, maxVUs: 20 };
  const run = await runFakeScenario(createConstantArrivalRate, { fields, iterationMs: 995, forMs: 5_000 });
  // k6 was measured with 22 done and 9 dropped, where an added VU is not ready at once.
  expect(run.dropped).toBe(8);
  expect(run.starts).toHaveLength(23);
  expect(run.vus).toBe(9);
  expect(run.warnings).toEqual([]);
});

test('constant-arrival-rate interrupts what outlives the graceful stop', async () => {
  const fields = { rate: 1, duration: '1s', preAllocatedVUs: 5 };
  const run = await runFakeScenario(createConstantArrivalRate, {
    fields,
    gracefulStopMs: 500,
    iterationMs: 10_000,
    forMs: 5_000,
  });
  expect(run).toMatchObject({ completed: 0, interrupted: [1_500, 1_500], endedAt: 1_500 });
});

test('constant-arrival-rate stops at once when the test is aborted', async () => {
  const fields = { rate: 10, duration: '10s', preAllocatedVUs: 5 };
  const run = await runFakeScenario(createConstantArrivalRate, {
    fields,
    iterationMs: 200,
    forMs: 5_000,
    abortAtMs: 450,
  });
  expect(run).toMatchObject({ starts: [0, 100, 200, 300, 400], interrupted: [450, 450], dropped: 0, endedAt: 450 });
});
