import type { Hono } from 'hono';
import { createAnswerFaults } from '../faults/answer-faults.ts';
import { withCacheFaults } from '../faults/cache-faults.ts';
import { withDatabaseDelay } from '../faults/database-delay.ts';
import { createPoolFaults } from '../faults/pool-faults.ts';
import { createApp } from './app.ts';
import { createCacheAside } from './cache/cache-aside.ts';
import { createRedisPool, type RedisPool } from './cache/redis-pool.ts';
import type { TargetConfig } from './config.ts';
import type { Database } from './database/database.ts';
import { createFlagsRepository } from './database/flags-repository.ts';
import type { Log } from './log.ts';

/** Puts the reference API together, with its faults if there are any; the caller closes pool and database. */
export function assembleApp(config: TargetConfig, database: Database, log: Log): { app: Hono; pool: RedisPool } {
  const { faults } = config;
  const pool = createRedisPool({
    url: config.redisUrl,
    size: config.redisPoolSize,
    log,
    faults: createPoolFaults(faults),
  });
  const cache = createCacheAside({
    pool,
    ttlSeconds: faults.noTtl ? undefined : config.cacheTtlSeconds,
    hasFallback: !faults.noFallback,
    log,
  });
  const app = createApp({
    cache: withCacheFaults(cache, faults),
    flags: createFlagsRepository(withDatabaseDelay(database, faults.databaseDelayMs)),
    pool,
    log,
    answerFaults: createAnswerFaults(faults),
  });
  return { app, pool };
}
