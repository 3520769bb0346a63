import { expect, test } from 'vitest';
import { buildResult } from '../../src/core/result/result.ts';
import type { Proof } from '../../src/node/prove/proof.ts';
import { renderCounts, renderProof } from '../../src/node/prove/prove-table.ts';
import type { World } from '../../src/node/prove/world.ts';

const FACTS = {
  profile: 'load',
  engine: { name: 'embedded', version: '1', reason: '' },
  engineExitCode: 0,
  startedAt: '',
  finishedAt: '',
  localStack: true,
  environment: {
    os: '',
    architecture: '',
    cpuModel: '',
    cpus: 1,
    memoryBytes: 1,
    nodeVersion: '',
    poolproofVersion: '',
  },
  series: null,
} as const;
const RESULT = buildResult(FACTS, undefined);
const HEALTHY: World = { name: 'healthy', fault: 'none', env: {}, verdicts: ['healthy'], finding: null };
const LEAK: World = { name: 'leak', fault: 'a leak', env: {}, verdicts: ['unhealthy'], finding: 'connection-leak' };

function proof(world: World, named: string | null, isRight: boolean): Proof {
  return { world, engine: 'embedded', result: RESULT, named, isRight };
}

test('renderCounts() tells missed faults from false alarms', () => {
  const proofs = [
    proof(HEALTHY, null, true),
    proof(HEALTHY, 'api-slow', false),
    proof(LEAK, 'connection-leak', true),
    proof(LEAK, 'pool-exhausted', false),
    proof(LEAK, null, false),
  ];
  expect(renderCounts(proofs)).toBe('2 of 5 right: 1 of 3 faults named first, 1 false alarms in 2 healthy runs');
});

test('renderCounts() does not take a run without a result for a false alarm', () => {
  expect(renderCounts([{ ...proof(HEALTHY, null, false), result: undefined }])).toBe(
    '0 of 1 right: 0 of 0 faults named first, 0 false alarms in 1 healthy runs, 1 without a result (see output.log)',
  );
});

test('renderProof() shows what was named, what was expected, and numbers as injected and as reported', () => {
  const what = 'length of the outage';
  const world: World = { ...LEAK, truths: [{ what, injected: 1_200, unit: 'ms', reported: () => [1_100, 1_300] }] };
  const evidence = {} as NonNullable<typeof RESULT.evidence>;
  const line = renderProof({ ...proof(world, 'pool-exhausted', false), result: { ...RESULT, evidence } });
  expect(line.split(/\s{2,}/)).toEqual([
    'leak',
    'embedded',
    'not-judged',
    'pool-exhausted',
    'connection-leak',
    `WRONG ${what}: 1200 ms → 1100 ms to 1300 ms`,
  ]);
});
