import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SizeAnswer } from '../../src/core/sizing/size-answer.ts';
import { startLocalStack } from '../helpers/local-stack.ts';
import { type Installation, installHere } from '../helpers/own-installation.ts';
import { writePooledApi } from '../helpers/pooled-api.ts';
import { runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';
import { SIZE_COMMANDS } from '../helpers/size-commands.ts';

const LONG_TEST = { timeout: 180_000 };

let here: Installation;
beforeAll(() => {
  here = installHere(`size-${process.pid}`);
});
afterAll(() => here.remove());

/** The same command against servers of this test, and shorter. */
async function run(command: string, env: NodeJS.ProcessEnv): Promise<SizeAnswer> {
  const { baseUrl, redisUrl } = await startLocalStack();
  const RESULTS_DIR = temporaryFolder();
  const local = command
    .replace('server.js', writePooledApi(temporaryFolder()))
    .replace('http://localhost:3001', baseUrl)
    .replace('redis://localhost:6379', redisUrl)
    .replace('RATE=200', 'RATE=40');
  const short = { DURATION: '2s', ROUNDS: '2', WARMUP: '0s', PORT: '47601', RESULTS_DIR };
  const { exitCode, output } = await runCommand('sh', ['-c', `cd '${here.folder}' && ${local}`], { ...short, ...env });
  expect(exitCode, output).toBe(0);
  const [folder = ''] = readdirSync(RESULTS_DIR);
  return JSON.parse(readFileSync(join(RESULTS_DIR, folder, 'size.json'), 'utf8'));
}

test('a command that starts the API is given a pool that is measured', LONG_TEST, async () => {
  // 40/s for 200 ms are 8 at a time; limits are wide here, and runs are short.
  const { answer, size } = await run(SIZE_COMMANDS.ofCommand, { HOLD_MS: '200', MAX_POOL: '12' });
  expect(answer).toBe('measured');
  expect(size).toBeGreaterThanOrEqual(3);
  expect(size).toBeLessThanOrEqual(8);
});

test('for an API that is left alone the pool is computed', LONG_TEST, async () => {
  const { answer, size } = await run(SIZE_COMMANDS.ofRunning, {});
  expect(answer).toBe('computed');
  // The pool of that stack holds each connection for a moment only.
  expect(size).toBeLessThanOrEqual(3);
});
