import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../../src/node/target/app.ts';
import { type CacheCounters, createCacheAside } from '../../../src/node/target/cache/cache-aside.ts';
import { createRedisPool, type PoolFigures } from '../../../src/node/target/cache/redis-pool.ts';
import type { Flag, FlagsRepository } from '../../../src/node/target/database/flags-repository.ts';
import { createLog } from '../../../src/node/target/log.ts';
import { startRedisServer } from '../../helpers/redis-server.ts';

const DARK_MODE: Flag = { key: 'dark-mode', enabled: true, description: 'Dark colours', rolloutPercent: 100 };

async function buildApp() {
  const server = await startRedisServer();
  const lines: string[] = [];
  const log = createLog('debug', (line) => lines.push(line));
  const pool = createRedisPool({ url: server.url, size: 10, log });
  onTestFinished(() => pool.close());
  const database = { reads: 0, isDown: false };
  const read = <T>(value: T): T => {
    database.reads += 1;
    if (database.isDown) throw new Error('database is down');
    return value;
  };
  const flags: FlagsRepository = {
    list: async () => read([DARK_MODE]),
    find: async (key) => read(key === DARK_MODE.key ? DARK_MODE : undefined),
    ping: async () => read(undefined),
  };
  const cache = createCacheAside({ pool, ttlSeconds: 60, log });
  const app = createApp({ cache, flags, pool, log });
  const get = async (path: string) => {
    const response = await app.request(path);
    return { status: response.status, cache: response.headers.get('x-cache'), body: await response.json() };
  };
  const figures = async () => (await get('/health/pool')).body as PoolFigures & CacheCounters;
  return { get, figures, database, lines, pool, server };
}

test('GET /config/flags reads the database once, then the cache', async () => {
  const { get, database } = await buildApp();
  const body = { flags: [DARK_MODE] };
  expect(await get('/config/flags')).toEqual({ status: 200, cache: 'miss', body });
  expect(await get('/config/flags')).toEqual({ status: 200, cache: 'hit', body });
  expect(database.reads).toBe(1);
});

test('GET /config/flags with another query is another cache entry', async () => {
  const { get } = await buildApp();
  await get('/config/flags');
  expect(await get('/config/flags?user=1')).toMatchObject({ status: 200, cache: 'miss' });
  expect(await get('/config/flags?user=2')).toMatchObject({ status: 200, cache: 'miss' });
  expect(await get('/config/flags?user=1')).toMatchObject({ status: 200, cache: 'hit' });
});

test('GET /config/flags/:key answers one flag, cached apart from the list', async () => {
  const { get } = await buildApp();
  await get('/config/flags');
  expect(await get('/config/flags/dark-mode')).toEqual({ status: 200, cache: 'miss', body: DARK_MODE });
  expect(await get('/config/flags/dark-mode')).toEqual({ status: 200, cache: 'hit', body: DARK_MODE });
});

test('GET /config/flags/:key answers 404 with JSON for a flag that is not there, and does not cache that', async () => {
  const { get, server } = await buildApp();
  const answer = { status: 404, cache: 'miss', body: { error: 'No flag "nope?x"' } };
  expect(await get('/config/flags/nope%3Fx')).toEqual(answer);
  expect(await get('/config/flags/nope%3Fx')).toEqual(answer);
  const redis = new Redis(server.url);
  onTestFinished(() => redis.disconnect());
  expect(await redis.dbsize()).toBe(0);
});

test('cached answers live under poolproof:api: for CACHE_TTL seconds', async () => {
  const { get, server } = await buildApp();
  await get('/config/flags');
  const redis = new Redis(server.url);
  onTestFinished(() => redis.disconnect());
  const keys = await redis.keys('*');
  expect(keys).toEqual(['poolproof:api:flags']);
  const ttl = await redis.ttl('poolproof:api:flags');
  expect(ttl).toBeGreaterThan(0);
  expect(ttl).toBeLessThanOrEqual(60);
});

test('answers stay 200 from the database while Redis is down, and come from the cache again afterwards', async () => {
  const { get, figures, pool, server } = await buildApp();
  await get('/config/flags');
  await server.signal('SIGKILL');
  for (let i = 0; i < 20; i += 1) {
    expect(await get('/config/flags')).toEqual({ status: 200, cache: 'fallback', body: { flags: [DARK_MODE] } });
  }
  expect(await figures()).toMatchObject({ breaker: 'open', fallbacks: 20 });
  // Only tries count as errors, not what the open breaker refused.
  expect((await figures()).errors).toBeLessThan(20);
  await server.restart();
  await expect.poll(() => pool.use((redis) => redis.ping()).catch(() => 'down'), { timeout: 10_000 }).toBe('PONG');
  expect(await get('/config/flags')).toMatchObject({ status: 200, cache: 'miss' });
  expect(await get('/config/flags')).toMatchObject({ status: 200, cache: 'hit' });
});

test('GET /health says what is up, with 200 also when something is down', async () => {
  const { get, server, database } = await buildApp();
  const counters = { hits: 0, misses: 0, errors: 0, fallbacks: 0 };
  expect(await get('/health')).toMatchObject({
    status: 200,
    body: { status: 'ok', redis: 'up', database: 'up', counters },
  });
  await server.signal('SIGKILL');
  database.isDown = true;
  expect(await get('/health')).toMatchObject({
    status: 200,
    body: { status: 'degraded', redis: 'down', database: 'down', counters },
  });
});

test('GET /health/pool shows the figures and opens no connection itself', async () => {
  const { get, figures } = await buildApp();
  expect(await figures()).toEqual({
    size: 10,
    open: 0,
    inUse: 0,
    idle: 0,
    waiting: 0,
    acquireLastMs: 0,
    acquireMeanMs: 0,
    acquireMaxMs: 0,
    loans: 0,
    heldMs: 0,
    connects: 0,
    connectFailures: 0,
    breaker: 'closed',
    hits: 0,
    misses: 0,
    errors: 0,
    fallbacks: 0,
  });
  await get('/config/flags');
  await get('/config/flags');
  const later = await figures();
  expect(later).toMatchObject({ open: 1, inUse: 0, idle: 1, connects: 1, hits: 1, misses: 1 });
  expect(later.acquireMaxMs).toBeGreaterThan(0);
  expect(later.acquireMaxMs).toBeGreaterThanOrEqual(later.acquireMeanMs);
});

test('answers 500 without details when Redis has nothing and the database fails', async () => {
  const { get, database, lines } = await buildApp();
  database.isDown = true;
  expect(await get('/config/flags')).toMatchObject({ status: 500, body: { error: 'Internal error' } });
  expect(lines.join('')).toContain('database is down');
});

test('an unknown route answers 404 with JSON', async () => {
  const { get } = await buildApp();
  expect(await get('/nowhere')).toMatchObject({ status: 404, body: { error: 'No route GET /nowhere' } });
});
