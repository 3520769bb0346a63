import { Hono } from 'hono';
import type { CacheAside } from '../cache/cache-aside.ts';
import type { RedisPool } from '../cache/redis-pool.ts';
import type { FlagsRepository } from '../database/flags-repository.ts';

interface HealthServices {
  cache: CacheAside;
  flags: FlagsRepository;
  pool: RedisPool;
}

/** GET /health asks Redis and the database; GET /health/pool only reads figures and so never disturbs the pool it shows. */
export function healthRoutes({ cache, flags, pool }: HealthServices): Hono {
  return new Hono()
    .get('/', async (context) => {
      const [redis, database] = await Promise.all([
        stateOf(pool.use((connection) => connection.ping())),
        stateOf(flags.ping()),
      ]);
      const status = redis === 'up' && database === 'up' ? 'ok' : 'degraded';
      return context.json({ status, redis, database, counters: cache.counters });
    })
    .get('/pool', (context) => context.json({ ...pool.figures(), ...cache.counters }));
}

async function stateOf(answer: Promise<unknown>): Promise<'up' | 'down'> {
  try {
    await answer;
    return 'up';
  } catch {
    return 'down';
  }
}
