import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CircuitOpenError } from '../../../../src/node/target/cache/circuit-breaker.ts';
import {
  createRedisPool,
  type RedisPool,
  type RedisPoolOptions,
} from '../../../../src/node/target/cache/redis-pool.ts';
import { createLog } from '../../../../src/node/target/log.ts';
import { startRedisServer } from '../../../helpers/redis-server.ts';

/** However busy the machine is. */
const PATIENT = { timeoutsMs: { connect: 30_000, command: 30_000, acquire: 30_000 } };

function createTestPool(url: string, options: Partial<RedisPoolOptions> = {}) {
  const lines: string[] = [];
  const pool = createRedisPool({ url, size: 10, log: createLog('debug', (line) => lines.push(line)), ...options });
  onTestFinished(() => pool.close());
  return { pool, lines };
}

/** Watches from outside how many connections of the API a Redis has. */
function createWatch(url: string) {
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return async () => {
    const list = String(await redis.client('LIST'));
    return list.split('\n').filter((line) => line.includes('name=poolproof-api')).length;
  };
}

const ping = (pool: RedisPool) => pool.use((redis) => redis.ping());

/** Has as many connections lent at one moment: nobody gives one back before the last has one. */
async function lendAtOnce(pool: RedisPool, count: number): Promise<void> {
  let lent = 0;
  let giveBack = (): void => {};
  const areAllLent = new Promise<void>((resolve) => {
    giveBack = resolve;
  });
  const borrow = async (): Promise<void> => {
    lent += 1;
    if (lent === count) giveBack();
    await areAllLent;
  };
  await Promise.all(Array.from({ length: count }, () => pool.use(borrow)));
}

test('opens nothing before it is used', async () => {
  const { url } = await startRedisServer();
  const { pool } = createTestPool(url);
  expect(await createWatch(url)()).toBe(0);
  expect(pool.figures()).toMatchObject({
    size: 10,
    open: 0,
    inUse: 0,
    connects: 0,
    acquireLastMs: 0,
    acquireMeanMs: 0,
  });
});

test('200 parallel commands never have more than 10 connections, and all are answered', async () => {
  const { url } = await startRedisServer();
  const { pool } = createTestPool(url, PATIENT);
  const connections = createWatch(url);
  const slow = 'local n = 0 for i = 1, 4000 do n = n + i end return n';
  let isDone = false;
  const commands = Promise.all(Array.from({ length: 200 }, () => pool.use((redis) => redis.eval(slow, 0))));
  const waiting = pool.figures().waiting;
  const finished = commands.finally(() => {
    isDone = true;
  });
  const seen: number[] = [];
  while (!isDone) {
    seen.push(await connections());
    expect(pool.figures().open).toBeLessThanOrEqual(10);
  }
  expect(new Set(await finished)).toEqual(new Set([8_002_000]));
  seen.push(await connections());
  expect(waiting).toBeGreaterThan(100);
  expect(Math.max(...seen)).toBe(10);
  expect(pool.figures()).toMatchObject({ open: 10, inUse: 0, idle: 10, waiting: 0, connects: 10, connectFailures: 0 });
});

test('closes idle connections', async () => {
  const { url } = await startRedisServer();
  const { pool } = createTestPool(url, { idleMs: 300, ...PATIENT });
  const connections = createWatch(url);
  await lendAtOnce(pool, 5);
  expect(pool.figures().connects).toBe(5);
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 10_000 });
  await vi.waitFor(() => expect(pool.figures().open).toBe(0));
});

test('says why when Redis is down, then refuses without trying, and recovers when it is back', async () => {
  const server = await startRedisServer();
  const { pool, lines } = createTestPool(server.url);
  await ping(pool);
  await server.signal('SIGKILL');
  await vi.waitFor(() => expect(pool.figures().open).toBe(0), { timeout: 10_000 });
  await expect(ping(pool)).rejects.toThrow('ECONNREFUSED');
  for (let i = 0; i < 2; i += 1) await ping(pool).catch(() => {});
  await expect(ping(pool)).rejects.toThrow(CircuitOpenError);
  expect(pool.figures()).toMatchObject({ open: 0, connectFailures: 3, breaker: 'open' });
  await server.restart();
  await vi.waitFor(() => ping(pool), { timeout: 10_000 });
  expect(pool.figures()).toMatchObject({ open: 1, breaker: 'closed' });
  expect(lines.join('')).toMatch(/connect failed.*breaker open.*retrying redis.*redis connected.*breaker closed/s);
});

test('a burst on a Redis that is down fails within the bound and opens no connections', async () => {
  const server = await startRedisServer();
  await server.stop();
  const { pool } = createTestPool(server.url);
  const results = await Promise.allSettled(Array.from({ length: 200 }, () => ping(pool)));
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(pool.figures()).toMatchObject({ open: 0, waiting: 0, inUse: 0 });
});

test('a Redis that hangs costs a bounded time, and its connections are not lent again', async () => {
  const server = await startRedisServer();
  const { pool } = createTestPool(server.url);
  await ping(pool);
  await server.signal('SIGSTOP');
  onTestFinished(() => server.signal('SIGCONT'));
  await expect(ping(pool)).rejects.toThrow('timed out');
  await vi.waitFor(() => expect(pool.figures().open).toBe(0), { timeout: 10_000 });
  await server.signal('SIGCONT');
  await vi.waitFor(() => ping(pool), { timeout: 10_000 });
});

test('an error that Redis answers neither closes the connection nor opens the breaker', async () => {
  const { url } = await startRedisServer();
  const { pool } = createTestPool(url);
  for (let i = 0; i < 5; i += 1) {
    await expect(pool.use((redis) => redis.call('NONSENSE'))).rejects.toThrow('unknown command');
  }
  expect(pool.figures()).toMatchObject({ open: 1, connects: 1, breaker: 'closed' });
});

test('a connection cut by the server is replaced', async () => {
  const { url } = await startRedisServer();
  const { pool } = createTestPool(url);
  await ping(pool);
  const admin = new Redis(url);
  onTestFinished(() => admin.disconnect());
  await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await vi.waitFor(() => expect(pool.figures().open).toBe(0), { timeout: 10_000 });
  await expect(ping(pool)).resolves.toBe('PONG');
  expect(pool.figures()).toMatchObject({ open: 1, connects: 2, breaker: 'closed' });
});

test('a wrong password fails, and no password appears in the log', async () => {
  const { port } = await startRedisServer('--requirepass', 'right-secret');
  const { pool, lines } = createTestPool(`redis://:wrong-secret@127.0.0.1:${port}`);
  await expect(ping(pool)).rejects.toThrow(/WRONGPASS|NOAUTH/);
  const right = createTestPool(`redis://:right-secret@127.0.0.1:${port}`);
  await expect(ping(right.pool)).resolves.toBe('PONG');
  expect(lines.join('') + right.lines.join('')).toContain(`127.0.0.1:${port}`);
  expect(lines.join('') + right.lines.join('')).not.toContain('secret');
});

test('close() leaves no connection', async () => {
  const { url } = await startRedisServer();
  const { pool } = createTestPool(url, PATIENT);
  const connections = createWatch(url);
  await lendAtOnce(pool, 10);
  expect(await connections()).toBe(10);
  await pool.close();
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 10_000 });
});
