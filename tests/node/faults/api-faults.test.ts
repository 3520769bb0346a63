// Each fault of the API, and that it shows where it should: in Redis, in the answers, in /health/pool.
import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';
import { assembleApp } from '../../../src/node/target/assemble-app.ts';
import type { CacheCounters } from '../../../src/node/target/cache/cache-aside.ts';
import type { PoolFigures } from '../../../src/node/target/cache/redis-pool.ts';
import { readConfig } from '../../../src/node/target/config.ts';
import type { Database } from '../../../src/node/target/database/database.ts';
import type { Flag } from '../../../src/node/target/database/flags-repository.ts';
import { createLog } from '../../../src/node/target/log.ts';
import { startRedisServer } from '../../helpers/redis-server.ts';

const FLAGS: Flag[] = ['dark-mode', 'gift-cards'].map((key) => ({
  key,
  enabled: true,
  description: key,
  rolloutPercent: 100,
}));
const LIST = { flags: FLAGS };

async function buildApi(environment: NodeJS.ProcessEnv) {
  const server = await startRedisServer();
  const config = readConfig({ REDIS_URL: server.url, ...environment });
  let reads = 0;
  const database: Database = {
    async query<Row>(_sql: string, [key]: unknown[] = []) {
      reads += 1;
      return FLAGS.filter((flag) => key === undefined || flag.key === key) as Row[];
    },
    close: async () => {},
  };
  const { app, pool } = assembleApp(
    config,
    database,
    createLog('silent', () => {}),
  );
  const redis = new Redis(server.url);
  onTestFinished(async () => {
    redis.disconnect();
    await pool.close();
  });
  const get = async (path = '/config/flags') => {
    const response = await app.request(path);
    return { status: response.status, cache: response.headers.get('x-cache'), body: await response.json() };
  };
  return {
    get,
    pool,
    redis,
    server,
    reads: () => reads,
    many: (count: number, path?: string) => Promise.all(Array.from({ length: count }, () => get(path))),
    figures: async () => (await get('/health/pool')).body as PoolFigures & CacheCounters,
    /** As Redis sees it. */
    connections: async () => String(await redis.client('LIST')).split('name=poolproof-api').length - 1,
    infoNumber: async (field: string) => Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(await redis.info())?.[1]),
  };
}

test('without faults connections are reused and answers are right', async () => {
  const { get, many, figures, connections, infoNumber } = await buildApi({});
  await get();
  const before = await infoNumber('total_connections_received');
  for (let i = 0; i < 20; i += 1) expect(await get()).toEqual({ status: 200, cache: 'hit', body: LIST });
  expect(await infoNumber('total_connections_received')).toBe(before);
  expect(await figures()).toMatchObject({ open: 1, inUse: 0, waiting: 0, connects: 1 });
  await many(50);
  expect(await connections()).toBeLessThanOrEqual(10);
});

test('FAULT_LEAK_EVERY: connections grow beyond the pool, and count as open and in use', async () => {
  const { get, figures, connections } = await buildApi({ FAULT_LEAK_EVERY: '2', REDIS_POOL_SIZE: '3' });
  // One miss, two loans; then one loan each.
  for (let i = 0; i < 40; i += 1) expect(await get()).toMatchObject({ status: 200, body: LIST });
  expect(await figures()).toMatchObject({ size: 3, inUse: 20, waiting: 0, fallbacks: 0 });
  expect(await connections()).toBeGreaterThanOrEqual(20);
  await vi.waitFor(async () => expect((await figures()).open).toBe(await connections()), { timeout: 10_000 });
});

test('FAULT_LEAK_EVERY: leaked connections go with the pool', async () => {
  const { get, pool, connections } = await buildApi({ FAULT_LEAK_EVERY: '1' });
  for (let i = 0; i < 5; i += 1) await get();
  expect(await connections()).toBeGreaterThanOrEqual(5);
  await pool.close();
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 10_000 });
});

test('FAULT_EXHAUST_EVERY: the pool runs out of connections, and answers come from the database', async () => {
  const { get, figures, connections } = await buildApi({ FAULT_EXHAUST_EVERY: '1', REDIS_POOL_SIZE: '2' });
  await get();
  expect(await figures()).toMatchObject({ open: 2, inUse: 2, idle: 0 });
  expect(await get()).toEqual({ status: 200, cache: 'fallback', body: LIST });
  expect(await connections()).toBe(2);
  expect((await figures()).acquireMaxMs).toBeGreaterThan(400);
});

test('FAULT_NO_WAIT: what finds no connection is refused at once', async () => {
  const { get, figures } = await buildApi({
    ...{ FAULT_EXHAUST_EVERY: '1', FAULT_NO_WAIT: '1', FAULT_NO_FALLBACK: '1', REDIS_POOL_SIZE: '2' },
  });
  await get();
  expect(await get()).toMatchObject({ status: 503 });
  expect(await figures()).toMatchObject({ inUse: 2, waiting: 0 });
  // Half a second is how long others wait for one.
  expect((await figures()).acquireLastMs).toBeLessThan(400);
});

test('FAULT_NO_REUSE: every loan is a new connection, closed afterwards', async () => {
  const { get, figures, connections, infoNumber } = await buildApi({ FAULT_NO_REUSE: '1' });
  await get();
  const before = await infoNumber('total_connections_received');
  for (let i = 0; i < 20; i += 1) expect(await get()).toMatchObject({ status: 200, cache: 'hit' });
  expect(await infoNumber('total_connections_received')).toBe(before + 20);
  expect((await figures()).connects).toBe(22);
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 10_000 });
  await vi.waitFor(async () => expect(await figures()).toMatchObject({ open: 0, inUse: 0 }), { timeout: 10_000 });
});

test('FAULT_HOLD_MS: the pool is exhausted, requests wait and some time out', async () => {
  const { many, figures } = await buildApi({ FAULT_HOLD_MS: '300', REDIS_POOL_SIZE: '2' });
  const answers = many(20);
  await vi.waitFor(async () => expect(await figures()).toMatchObject({ open: 2, inUse: 2 }), { timeout: 10_000 });
  expect((await figures()).waiting).toBeGreaterThan(5);
  const outcomes = (await answers).map(({ status, cache }) => `${status} ${cache}`);
  expect(new Set(outcomes)).toEqual(new Set(['200 miss', '200 fallback']));
  expect(await figures()).toMatchObject({ waiting: 0, inUse: 0, breaker: 'closed' });
});

test('FAULT_BLOCKING: Redis counts blocked clients, and the pool waits', async () => {
  const { many, figures, infoNumber } = await buildApi({ FAULT_BLOCKING: '1', REDIS_POOL_SIZE: '3' });
  const answers = many(9);
  await vi.waitFor(async () => expect(await infoNumber('blocked_clients')).toBe(3), { timeout: 10_000 });
  expect((await figures()).waiting).toBeGreaterThan(0);
  for (const { status } of await answers) expect(status).toBe(200);
  expect((await figures()).breaker).toBe('closed');
});

test('FAULT_CACHE=off: nothing is ever found nor written', async () => {
  const { get, figures, redis, reads } = await buildApi({ FAULT_CACHE: 'off' });
  for (let i = 0; i < 5; i += 1) expect(await get()).toEqual({ status: 200, cache: 'miss', body: LIST });
  expect(await redis.dbsize()).toBe(0);
  expect(reads()).toBe(5);
  expect(await figures()).toMatchObject({ hits: 0, misses: 5 });
});

test('FAULT_CACHE_KEY=request: the same question never finds its answer, and keys pile up', async () => {
  const { get, redis } = await buildApi({ FAULT_CACHE_KEY: 'request' });
  for (let i = 0; i < 5; i += 1) expect(await get()).toEqual({ status: 200, cache: 'miss', body: LIST });
  expect(await redis.dbsize()).toBe(5);
});

test('FAULT_CACHE_KEY=shared: one flag is answered for another; the list is right', async () => {
  const { get } = await buildApi({ FAULT_CACHE_KEY: 'shared' });
  expect((await get('/config/flags/dark-mode')).body).toEqual(FLAGS[0]);
  expect(await get('/config/flags/gift-cards')).toEqual({ status: 200, cache: 'hit', body: FLAGS[0] });
  expect((await get()).body).toEqual(LIST);
});

test('FAULT_NO_TTL and FAULT_VALUE_BYTES: keys stay for ever and memory grows; answers are right', async () => {
  const { get, redis, infoNumber } = await buildApi({
    FAULT_NO_TTL: '1',
    FAULT_VALUE_BYTES: '500000',
    CACHE_TTL: '1',
  });
  const before = await infoNumber('used_memory');
  for (let i = 0; i < 20; i += 1) await get(`/config/flags?user=${i}`);
  expect(await infoNumber('used_memory')).toBeGreaterThan(before + 20 * 500_000);
  expect(await redis.strlen('poolproof:api:flags?user=3')).toBe(500_000);
  expect(await redis.ttl('poolproof:api:flags?user=3')).toBe(-1);
  expect(await get('/config/flags?user=3')).toEqual({ status: 200, cache: 'hit', body: LIST });
});

test('FAULT_NO_FALLBACK: 503 while Redis is gone, counted as error and not as fallback', async () => {
  const { get, figures, reads, server } = await buildApi({ FAULT_NO_FALLBACK: '1' });
  expect((await get()).status).toBe(200);
  await server.signal('SIGKILL');
  expect(await get()).toMatchObject({ status: 503, body: { error: 'The cache is unavailable' } });
  expect(reads()).toBe(1);
  const { errors, fallbacks } = await figures();
  expect({ errors: errors > 0, fallbacks }).toEqual({ errors: true, fallbacks: 0 });
  await server.restart();
  await expect.poll(async () => (await get()).status, { timeout: 10_000 }).toBe(200);
});

test('FAULT_WRONG_CONTENT_EVERY: 200 with an empty list or another flag, and the cache stays right', async () => {
  const { get } = await buildApi({ FAULT_WRONG_CONTENT_EVERY: '2' });
  expect((await get()).body).toEqual(LIST);
  expect(await get()).toEqual({ status: 200, cache: 'hit', body: { flags: [] } });
  expect((await get('/config/flags/dark-mode')).body).toEqual(FLAGS[0]);
  expect((await get('/config/flags/dark-mode')).body).toEqual({ ...FLAGS[0], key: 'another-flag' });
  expect((await get()).body).toEqual(LIST);
  expect((await get('/config/flags/no-such-flag')).status).toBe(404);
});

test('FAULT_ERROR_EVERY: 500 while Redis is well', async () => {
  const { get, figures } = await buildApi({ FAULT_ERROR_EVERY: '3' });
  const statuses: number[] = [];
  for (let i = 0; i < 6; i += 1) statuses.push((await get()).status);
  expect(statuses).toEqual([200, 200, 500, 200, 200, 500]);
  expect(await figures()).toMatchObject({ errors: 0, fallbacks: 0, breaker: 'closed' });
});

test('CACHE_TTL=1 and FAULT_DATABASE_DELAY_MS: each expiry has every request ask the database', async () => {
  const { get, many, figures, reads, redis } = await buildApi({ CACHE_TTL: '1', FAULT_DATABASE_DELAY_MS: '500' });
  const startMs = performance.now();
  await get();
  expect(performance.now() - startMs).toBeGreaterThan(490);
  expect(reads()).toBe(1);
  await vi.waitFor(async () => expect(await redis.exists('poolproof:api:flags')).toBe(0), { timeout: 10_000 });
  const answers = await many(20);
  expect(answers.every(({ status, cache }) => status === 200 && cache === 'miss')).toBe(true);
  expect(reads()).toBe(21);
  expect((await figures()).misses).toBe(21);
  expect(await redis.dbsize()).toBe(1);
});
