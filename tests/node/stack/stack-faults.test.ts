// Faults given to the whole local stack, as the built files start it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ChildExited } from '../../../src/node/stack/guardian-message.ts';
import { startStack } from '../../../src/node/stack/start-stack.ts';
import { descendantsOf, untilGone } from '../../helpers/processes.ts';
import { startRedisServer } from '../../helpers/redis-server.ts';

const GUARDIAN_FILE = fileURLToPath(new URL('../../../dist/node/stack.js', import.meta.url));

async function startTestStack(environment: NodeJS.ProcessEnv) {
  const logDir = mkdtempSync(join(tmpdir(), 'poolproof-test-stack-faults-'));
  onTestFinished(() => rmSync(logDir, { recursive: true, force: true }));
  const before = descendantsOf(process.pid);
  const stack = await startStack({
    environment: { ...process.env, PORT: '0', REDIS_URL: '', DATABASE_URL: '', ...environment },
    logDir,
    say: () => {},
    guardianFile: GUARDIAN_FILE,
  });
  onTestFinished(() => stack.stop());
  const exits: ChildExited[] = [];
  stack.onChildExit((exit) => exits.push(exit));
  const faultsLog = join(logDir, 'faults.log');
  return {
    ...stack,
    exits,
    faultsLog,
    pids: descendantsOf(process.pid).filter((pid) => !before.includes(pid)),
    apiLog: () => readFileSync(join(logDir, 'api.log'), 'utf8'),
    log: () => (existsSync(faultsLog) ? readFileSync(faultsLog, 'utf8') : ''),
    get: async () => {
      const response = await fetch(`${stack.baseUrl}/config/flags`);
      await response.body?.cancel();
      return `${response.status} ${response.headers.get('x-cache')}`;
    },
  };
}

const failure = (environment: NodeJS.ProcessEnv) =>
  startTestStack(environment).then(
    () => 'it started',
    (error: Error) => error.message,
  );

test('without faults there is no proxy and no faults.log', async () => {
  const { redisUrl, faultsLog, get } = await startTestStack({ REDIS_FAULTS: '' });
  expect(await get()).toBe('200 miss');
  expect(await get()).toBe('200 hit');
  const redis = new Redis(redisUrl);
  onTestFinished(() => redis.disconnect());
  expect(await redis.config('GET', 'port')).toEqual(['port', new URL(redisUrl).port]);
  expect(existsSync(faultsLog)).toBe(false);
});

test('a planned crash of Redis reaches the API through the proxy, is no surprise, and leaves nothing', async () => {
  const faults = [{ kind: 'redis-kill', atMs: 300, forMs: 1500 }];
  const stack = await startTestStack({ REDIS_FAULTS: JSON.stringify(faults) });
  const redis = new Redis(stack.redisUrl);
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  expect((await redis.config('GET', 'port')) as string[]).not.toContain(new URL(stack.redisUrl).port);
  await vi.waitFor(async () => expect(await stack.get()).toBe('200 fallback'), { timeout: 10_000 });
  await vi.waitFor(async () => expect(await stack.get()).toBe('200 hit'), { timeout: 10_000 });
  expect(stack.log()).toMatch(/^\{.*"redis-kill","event":"begin"\}\n\{.*"redis-kill","event":"end"\}\n$/);
  expect(stack.exits).toEqual([]);
  // The server that came back is watched like the first.
  const pid = Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(stack.exits).toMatchObject([{ name: 'redis', signal: 'SIGKILL' }]), {
    timeout: 10_000,
  });
  await stack.stop();
  await untilGone([...stack.pids, pid]);
});

test('stopping in the middle of faults leaves nothing', async () => {
  const faults = [
    { kind: 'stall', atMs: 0 },
    { kind: 'refuse', atMs: 0 },
    { kind: 'redis-stall', atMs: 0 },
  ];
  const stack = await startTestStack({ REDIS_FAULTS: JSON.stringify(faults) });
  void stack.get().catch(() => {});
  await vi.waitFor(() => expect(stack.log()).toContain('"redis-stall","event":"begin"'), { timeout: 10_000 });
  await stack.stop();
  await untilGone(stack.pids);
  expect(stack.log().match(/"event":"end"/g)).toHaveLength(3);
});

test('faults of the network work on a Redis that REDIS_URL names, with its password and database', async () => {
  const server = await startRedisServer('--requirepass', 'test-secret');
  const { redisUrl, get, log } = await startTestStack({
    REDIS_URL: `redis://:test-secret@127.0.0.1:${server.port}/3`,
    REDIS_FAULTS: '[{"kind":"latency","atMs":0,"valueMs":1}]',
  });
  expect(redisUrl).toMatch(/^redis:\/\/:test-secret@127\.0\.0\.1:\d+\/3$/);
  expect(new URL(redisUrl).port).not.toBe(String(server.port));
  expect(await get()).toBe('200 miss');
  expect(log()).toContain('"latency","event":"begin"');
  const redis = new Redis(`redis://:test-secret@127.0.0.1:${server.port}/3`);
  onTestFinished(() => redis.disconnect());
  expect(await redis.dbsize()).toBe(1);
});

test('the API of the stack takes its faults, and starts late when it is told to', async () => {
  const startMs = performance.now();
  const { get, apiLog } = await startTestStack({ FAULT_START_DELAY_MS: '3000', FAULT_CACHE: 'off' });
  expect(performance.now() - startMs).toBeGreaterThan(3000);
  expect(apiLog()).toContain('"faults":{"startDelayMs":3000,"cache":"off"}');
  expect([await get(), await get()]).toEqual(['200 miss', '200 miss']);
});

test('faults that cannot be are refused in one line, and nothing starts', async () => {
  const before = descendantsOf(process.pid);
  expect(await failure({ REDIS_FAULTS: '[{"kind":"stall"}]' })).toBe(
    'Cannot use REDIS_FAULTS: fault 1 (stall) lacks atMs',
  );
  expect(await failure({ REDIS_URL: 'redis://127.0.0.1:1', REDIS_FAULTS: '[{"kind":"redis-kill","atMs":1}]' })).toMatch(
    /^Cannot use REDIS_FAULTS: redis-kill needs the private Redis: unset REDIS_URL/,
  );
  expect(await failure({ FAULT_LEAKS: '2' })).toMatch(
    /^Cannot start the reference API: FAULT_LEAKS is not a fault: expected one of FAULT_LEAK_EVERY, [^\n]+$/,
  );
  expect(descendantsOf(process.pid).filter((pid) => !before.includes(pid))).toEqual([]);
});
