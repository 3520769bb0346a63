import { expect, test } from 'vitest';
import { stackAddresses } from '../../../src/node/stack/stack-addresses.ts';
import type { Stack } from '../../../src/node/stack/start-stack.ts';

const STACK = { baseUrl: 'http://127.0.0.1:3001', redisUrl: 'redis://127.0.0.1:6380' } as Stack;

test.each([
  [undefined, '/health/pool'],
  ['/pool', '/pool'],
  ['', ''],
])('where POOL_PATH is %j, the local stack tells its pool at %j', (given, path) => {
  const env = given === undefined ? {} : { POOL_PATH: given };
  expect(stackAddresses(STACK, env).POOL_PATH).toBe(path);
});
