import { Hono } from 'hono';
import type { CacheAside } from './cache/cache-aside.ts';
import type { RedisPool } from './cache/redis-pool.ts';
import type { FlagsRepository } from './database/flags-repository.ts';
import { errorText } from './error-text.ts';
import type { Log } from './log.ts';
import { configFlagsRoutes } from './routes/config-flags.ts';
import { healthRoutes } from './routes/health.ts';

export interface AppServices {
  cache: CacheAside;
  flags: FlagsRepository;
  pool: RedisPool;
  log: Log;
}

/** Creates the routes of the reference API; opens nothing. */
export function createApp(services: AppServices): Hono {
  return new Hono()
    .route('/config/flags', configFlagsRoutes(services))
    .route('/health', healthRoutes(services))
    .notFound((context) => context.json({ error: `No route ${context.req.method} ${context.req.path}` }, 404))
    .onError((error, context) => {
      services.log.error('request failed', { path: context.req.path, error: errorText(error) });
      return context.json({ error: 'Internal error' }, 500);
    });
}
