import { expect, test } from 'vitest';
import { fingerprintDifferences } from '../../../src/core/compare/fingerprint.ts';
import { syntheticResult } from '../../helpers/synthetic-result.ts';

const base = syntheticResult({ seed: 1 });

test('finds nothing where only the API differs', () => {
  const head = {
    ...base,
    target: { baseUrl: 'http://127.0.0.1:9', redisUrl: null },
    startedAt: '2027-01-01T00:00:00.000Z',
    environment: { ...base.environment, poolproofVersion: '9.9.9' },
    engine: { ...base.engine, reason: 'another' },
    workload: { settings: { REDIS_CHECK: true, FLAGS_PATH: '/config/flags' }, scenarios: base.workload.scenarios },
  };
  expect(fingerprintDifferences(base, [head])).toEqual([]);
});

test.each([
  ['profile', { profile: 'stress' }, '"load"', '"stress"'],
  ['engine', { engine: { ...base.engine, name: 'k6' as const, version: '2.2.0' } }, 'embedded 0.1.0', 'k6 2.2.0'],
  ['engine', { engine: { ...base.engine, version: '0.2.0' } }, 'embedded 0.1.0', 'embedded 0.2.0'],
  ['environment.cpus', { environment: { ...base.environment, cpus: 4 } }, '2', '4'],
  ['environment.os', { environment: { ...base.environment, os: 'Darwin 25' } }, '"Linux 6"', '"Darwin 25"'],
  ['environment.memoryBytes', { environment: { ...base.environment, memoryBytes: 4 } }, '8000000000', '4'],
  [
    'workload.settings.FLAGS_PATH',
    { workload: { ...base.workload, settings: { ...base.workload.settings, FLAGS_PATH: '/flags' } } },
    '"/config/flags"',
    '"/flags"',
  ],
  [
    'workload.settings.REDIS_CHECK',
    { workload: { ...base.workload, settings: { FLAGS_PATH: '/config/flags' } } },
    'true',
    'nothing',
  ],
])('names %s with both values', (what, change, ofBase, ofHead) => {
  expect(fingerprintDifferences(base, [{ ...base, ...change }])).toEqual([{ what, base: ofBase, head: ofHead }]);
});

test('names another rate by its path', () => {
  const head = syntheticResult({ seed: 1, seconds: 20 });
  expect(fingerprintDifferences(base, [head])).toEqual([
    { what: 'workload.scenarios.all_flags.duration', base: '"10s"', head: '"20s"' },
  ]);
});

test('names scenarios that only one side has once, and not all that they are made of', () => {
  const { all_flags, ...others } = base.workload.scenarios;
  const scenarios = { ...others, list: { ...all_flags } } as typeof base.workload.scenarios;
  const differences = fingerprintDifferences(base, [{ ...base, workload: { ...base.workload, scenarios } }]);
  const names = Object.keys(base.workload.scenarios).join(', ');
  expect(differences).toEqual([
    { what: 'workload.scenarios', base: names, head: [...Object.keys(others), 'list'].join(', ') },
  ]);
});

test('looks at every result', () => {
  const other = { ...base, environment: { ...base.environment, cpus: 8 } };
  expect(fingerprintDifferences(base, [base, base, other]).map(({ what }) => what)).toEqual(['environment.cpus']);
});
