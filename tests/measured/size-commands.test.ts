import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SizeAnswer } from '../../src/core/sizing/size-answer.ts';
import { runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';
import { SIZE_COMMANDS } from '../helpers/size-commands.ts';
import { skipIfTooBusy } from '../helpers/too-busy.ts';

test('make size finds the pool that a loan of 20 ms needs at 100/s', { timeout: 180_000 }, async (context) => {
  const RESULTS_DIR = temporaryFolder();
  const shorter = SIZE_COMMANDS.ofStacks.replace('RATE=200', 'RATE=100');
  // A loan of 20 ms is close to the usual limit; one that waits takes several times as long.
  const LIMITS = '{ "latency-p95": 150, "latency-p99": 250, "scenario-latency-p95": 150 }';
  const env = { LIMITS, DURATION: '2s', ROUNDS: '2', WARMUP: '0s', PORT: '47601', RESULTS_DIR };
  const run = await runCommand('sh', ['-c', shorter], env);
  skipIfTooBusy(context, run);
  const [folder = ''] = readdirSync(RESULTS_DIR);
  const { answer, size }: SizeAnswer = JSON.parse(readFileSync(join(RESULTS_DIR, folder, 'size.json'), 'utf8'));
  expect(answer, run.output).toBe('measured');
  expect([2, 3, 4], run.output).toContain(size);
  expect(run.exitCode).toBe(0);
});
