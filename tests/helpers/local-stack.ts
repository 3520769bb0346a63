import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Stack, startStack } from '../../src/node/stack/start-stack.ts';
import { temporaryFolder } from './run-poolproof.ts';

/** Starts the reference API and its Redis as a user's own would be there, until the test is over. */
export async function startLocalStack(): Promise<Stack> {
  const stack = await startStack({
    logDir: temporaryFolder(),
    say: () => {},
    environment: { ...process.env, PORT: '45001', REDIS_URL: '' },
    guardianFile: resolve('dist/node/stack.js'),
  });
  onTestFinished(() => stack.stop());
  return stack;
}
