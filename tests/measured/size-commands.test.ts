import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SizeAnswer } from '../../src/core/sizing/size-answer.ts';
import { startLocalStack } from '../helpers/local-stack.ts';
import { writePooledApi } from '../helpers/pooled-api.ts';
import { runCommand, temporaryFolder } from '../helpers/run-poolproof.ts';
import { skipIfTooBusy } from '../helpers/too-busy.ts';

/** The commands that docs/size.md shows first: local stacks, a command that starts the API, and an API that is left alone. */
const [block = ''] = /(?<=```sh\n)make size[^`]+/.exec(readFileSync('docs/size.md', 'utf8')) ?? [];
const COMMANDS = block.trim().split('\n');
const EXPECTED = ['measured', 'measured', 'computed'] as const;

test.for(COMMANDS.map((command, index) => [command, EXPECTED[index]] as const))(
  '%s: %s',
  { timeout: 180_000 },
  async ([command, expected], context) => {
    const { baseUrl, redisUrl } = await startLocalStack();
    const RESULTS_DIR = temporaryFolder();
    // The same command against servers of this test, and shorter. In the local stack a loan of 20 ms at 100/s needs 3.
    const local = command
      .replace('server.js', writePooledApi(temporaryFolder()))
      .replace('http://localhost:3001', baseUrl)
      .replace('redis://localhost:6379', redisUrl)
      .replace('RATE=200', 'RATE=100');
    const env = { DURATION: '2s', ROUNDS: '2', WARMUP: '0s', HOLD_MS: '20', PORT: '47601', RESULTS_DIR };
    const run = await runCommand('sh', ['-c', local], env);
    skipIfTooBusy(context, run);
    const [folder = ''] = readdirSync(RESULTS_DIR);
    const answer: SizeAnswer = JSON.parse(readFileSync(join(RESULTS_DIR, folder, 'size.json'), 'utf8'));
    expect(answer.answer, run.output).toBe(expected);
    if (expected === 'measured') expect([2, 3, 4], run.output).toContain(answer.size);
    // The pool of that stack holds each connection for a moment only.
    else expect(answer.size).toBeLessThanOrEqual(3);
    expect(run.exitCode).toBe(0);
  },
);
