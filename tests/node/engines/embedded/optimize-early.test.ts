import { expect, test } from 'vitest';
import { optimizeEarly } from '../../../../src/node/engines/embedded/optimize-early.ts';
import { readOptions } from '../../../../src/node/engines/embedded/options/read-options.ts';

const stages = [{ target: 10, duration: '60s' }];

test.each([
  ['constant-arrival-rate', { rate: 50, duration: '10s', preAllocatedVUs: 1 }, 501, false],
  ['constant-arrival-rate', { rate: 50, duration: '30s', preAllocatedVUs: 1 }, 1_501, true],
  ['ramping-arrival-rate', { startRate: 5, preAllocatedVUs: 1, stages }, 600, false],
  ['shared-iterations', { vus: 2, iterations: 1_200 }, 1_200, true],
  ['per-vu-iterations', { vus: 10, iterations: 60 }, 600, false],
  ['constant-vus', { vus: 1, duration: '1s' }, Number.POSITIVE_INFINITY, true],
  ['ramping-vus', { stages }, Number.POSITIVE_INFINITY, true],
])('a run by %s of %j has %d iterations at the most: optimized early %s', (executor, fields, most, isEarly) => {
  const options = { scenarios: { only: { executor, ...fields } } };
  const { scenarios } = readOptions({ options, isExported: () => true }, '', () => {});
  expect(scenarios.map(({ mostIterations }) => mostIterations)).toEqual([most]);
  const flags: string[] = [];
  optimizeEarly(scenarios, (given) => flags.push(given));
  expect(flags).toEqual(isEarly ? ['--interrupt-budget=10000'] : []);
});

test('iterations of several scenarios count together', () => {
  const flags: string[] = [];
  optimizeEarly([{ mostIterations: 600 }, { mostIterations: 600 }], (given) => flags.push(given));
  expect(flags).toHaveLength(1);
});
