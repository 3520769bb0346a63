import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstMessage, startChild } from '../../../src/node/stack/managed-child.ts';
import { startStack } from '../../../src/node/stack/start-stack.ts';
import { UserError } from '../../../src/node/user-error.ts';
import { temporaryFolder } from '../../helpers/run-poolproof.ts';

test.each([
  ['exit 7', 'Cannot start the api: it ended with 7: it said nothing'],
  ['echo one; echo no memory left; exit 1', 'Cannot start the api: it ended with 1: no memory left'],
  ['kill -KILL $$', 'Cannot start the api: it ended by SIGKILL: it said nothing'],
])('a child that ends at its start is told in a line: %s', async (script, message) => {
  const child = startChild({
    name: 'api',
    command: ['sh', '-c', script],
    environment: process.env,
    logFile: join(temporaryFolder(), 'api.log'),
    hasChannel: true,
  });
  await expect(firstMessage(child, 10_000, new AbortController().signal)).rejects.toThrow(new Error(message));
});

test('a program that cannot be started is told in a line', async () => {
  const command = [join(temporaryFolder(), 'no')];
  const logFile = join(temporaryFolder(), 'api.log');
  const child = startChild({ name: 'api', command, environment: process.env, logFile });
  await expect(firstMessage(child, 10_000, new AbortController().signal)).rejects.toThrow(
    /^Cannot start the api: .*ENOENT/,
  );
});

test('a guardian that is killed at its start is one line with exit code 4', async () => {
  const folder = temporaryFolder();
  const guardianFile = join(folder, 'guardian.cjs');
  writeFileSync(guardianFile, "process.kill(process.pid, 'SIGKILL');");
  const environment = { ...process.env, REDIS_URL: 'redis://127.0.0.1:1', TMPDIR: folder };
  const error: unknown = await startStack({ logDir: folder, say: () => {}, environment, guardianFile }).catch((e) => e);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({
    exitCode: 4,
    message: 'Cannot start the local stack: its guardian was stopped by SIGKILL. Run it again',
  });
});
