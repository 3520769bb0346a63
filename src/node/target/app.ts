import { Hono, type MiddlewareHandler } from 'hono';
import { type CacheAside, CacheUnavailableError } from './cache/cache-aside.ts';
import type { RedisPool } from './cache/redis-pool.ts';
import type { FlagsRepository } from './database/flags-repository.ts';
import { errorText } from './error-text.ts';
import type { Log } from './log.ts';
import { configFlagsRoutes } from './routes/config-flags.ts';
import { healthRoutes } from './routes/health.ts';

interface AppServices {
  cache: CacheAside;
  flags: FlagsRepository;
  pool: RedisPool;
  log: Log;
  /** What is broken on purpose in answers about flags. */
  answerFaults?: MiddlewareHandler | undefined;
}

/** Creates the routes of the reference API; opens nothing. */
export function createApp(services: AppServices): Hono {
  const app = new Hono();
  if (services.answerFaults !== undefined) app.use('/config/flags/*', services.answerFaults);
  return app
    .route('/config/flags', configFlagsRoutes(services))
    .route('/health', healthRoutes(services))
    .notFound((context) => context.json({ error: `No route ${context.req.method} ${context.req.path}` }, 404))
    .onError((error, context) => {
      if (error instanceof CacheUnavailableError) return context.json({ error: 'The cache is unavailable' }, 503);
      services.log.error('request failed', { path: context.req.path, error: errorText(error) });
      return context.json({ error: 'Internal error' }, 500);
    });
}
