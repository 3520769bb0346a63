import { expect, test } from 'vitest';
import { createConstantVus } from '../../../src/engine/executors/constant-vus.ts';
import { createPerVuIterations } from '../../../src/engine/executors/per-vu-iterations.ts';
import { createSharedIterations } from '../../../src/engine/executors/shared-iterations.ts';
import { runFakeScenario } from './run-fake-scenario.ts';

test('constant-vus loops on each VU and lets the last iterations end', async () => {
  const run = await runFakeScenario(createConstantVus, {
    fields: { vus: 10, duration: '1s' },
    iterationMs: 210,
    forMs: 5_000,
  });
  expect(run).toMatchObject({ vus: 10, completed: 50, interrupted: [], endedAt: 1_050 });
});

test('constant-vus without graceful stop interrupts at the end of the duration', async () => {
  const run = await runFakeScenario(createConstantVus, {
    fields: { vus: 1, duration: '1s' },
    gracefulStopMs: 0,
    iterationMs: 400,
    forMs: 5_000,
  });
  expect(run).toMatchObject({ starts: [0, 400, 800], completed: 2, interrupted: [1_000], endedAt: 1_000 });
});

test('constant-vus interrupts at once when the test is aborted, whatever the graceful stop', async () => {
  const run = await runFakeScenario(createConstantVus, {
    fields: { vus: 2, duration: '10s' },
    iterationMs: 400,
    forMs: 5_000,
    abortAtMs: 500,
  });
  expect(run).toMatchObject({ completed: 2, interrupted: [500, 500], endedAt: 500 });
});

test('shared-iterations shares one count and is over when it is used up', async () => {
  const run = await runFakeScenario(createSharedIterations, {
    fields: { vus: 3, iterations: 10 },
    iterationMs: 100,
    forMs: 5_000,
  });
  expect(run).toMatchObject({ completed: 10, dropped: 0, endedAt: 400 });
});

test('shared-iterations drops the rest at maxDuration', async () => {
  const run = await runFakeScenario(createSharedIterations, {
    fields: { vus: 2, iterations: 100, maxDuration: '2s' },
    iterationMs: 300,
    forMs: 5_000,
  });
  expect(run).toMatchObject({ completed: 14, dropped: 86, endedAt: 2_100 });
});

test('per-vu-iterations runs as many iterations on each VU', async () => {
  const run = await runFakeScenario(createPerVuIterations, {
    fields: { vus: 3, iterations: 4 },
    iterationMs: 100,
    forMs: 5_000,
  });
  expect(run).toMatchObject({ completed: 12, dropped: 0, endedAt: 400 });
});

test('per-vu-iterations drops what each VU has left at maxDuration', async () => {
  const run = await runFakeScenario(createPerVuIterations, {
    fields: { vus: 2, iterations: 10, maxDuration: '2s' },
    iterationMs: 510,
    forMs: 5_000,
  });
  expect(run).toMatchObject({ completed: 8, dropped: 12 });
});
