import { expect, test } from 'vitest';
import { FAULT_VARIABLES, readApiFaults } from '../../../src/node/faults/fault-variables.ts';

function read(environment: NodeJS.ProcessEnv) {
  const problems: string[] = [];
  return { faults: readApiFaults(environment, problems), problems };
}

test('nothing is a fault that is not set', () => {
  expect(read({ PATH: '/bin', FAULT_LEAK_EVERY: '', FAULT_UNKNOWN: '' })).toEqual({ faults: {}, problems: [] });
});

test('every variable is read', () => {
  const environment = Object.fromEntries(
    Object.entries(FAULT_VARIABLES).map(([name, variable]) => [name, 'values' in variable ? variable.values[0] : '7']),
  );
  const { faults, problems } = read(environment);
  expect(problems).toEqual([]);
  expect(faults).toEqual({
    leakEvery: 7,
    exhaustEvery: 7,
    noReuse: '1',
    noWait: '1',
    holdMs: 7,
    blocking: '1',
    repeat: 7,
    cache: 'off',
    cacheKey: 'request',
    noTtl: '1',
    valueBytes: 7,
    noFallback: '1',
    databaseDelayMs: 7,
    wrongContentEvery: 7,
    errorEvery: 7,
    computeMs: 7,
    startDelayMs: 7,
  });
});

test('every variable has a sentence that explains it', () => {
  for (const { meaning } of Object.values(FAULT_VARIABLES)) expect(meaning).toMatch(/^["A-Z].+\.$/);
});

test('values out of range and unknown faults are told by name', () => {
  const { faults, problems } = read({
    FAULT_LEAK_EVERY: '0',
    FAULT_CACHE: 'on',
    FAULT_CACHE_KEY: 'own',
    FAULT_HOLD_MS: '1.5',
    FAULT_LEAKS: '3',
    FAULT_toString: '1',
  });
  expect(faults).toEqual({});
  expect(problems).toEqual([
    'FAULT_LEAK_EVERY is "0": expected a whole number from 1 to 1000000',
    'FAULT_CACHE is "on": expected off',
    'FAULT_CACHE_KEY is "own": expected request or shared',
    'FAULT_HOLD_MS is "1.5": expected a whole number from 1 to 600000',
    expect.stringMatching(/^FAULT_LEAKS is not a fault: expected one of FAULT_LEAK_EVERY, /),
    expect.stringMatching(/^FAULT_toString is not a fault: expected one of /),
  ]);
});
