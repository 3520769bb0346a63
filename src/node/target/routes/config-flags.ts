import { type Context, Hono } from 'hono';
import type { CacheAside } from '../cache/cache-aside.ts';
import type { FlagsRepository } from '../database/flags-repository.ts';
import type { Log } from '../log.ts';

interface ConfigFlagsServices {
  cache: CacheAside;
  flags: FlagsRepository;
  log: Log;
}

/** GET /config/flags and GET /config/flags/:key, through the cache; the header `x-cache` says how (hit, miss, fallback). */
export function configFlagsRoutes({ cache, flags, log }: ConfigFlagsServices): Hono {
  async function answer(context: Context, key: string, load: () => Promise<unknown>): Promise<Response> {
    const { body, outcome } = await cache.read(key, async () => {
      const found = await load();
      return found === undefined ? undefined : JSON.stringify(found);
    });
    log.debug(`cache ${outcome}`, { key });
    context.header('x-cache', outcome);
    if (body === undefined) return context.json({ error: `No flag "${context.req.param('key')}"` }, 404);
    return context.body(body, 200, { 'content-type': 'application/json' });
  }

  return new Hono()
    .get('/', (context) =>
      // The query is part of the key: a query nobody sent before is a cache miss.
      answer(context, `flags${queryOf(context)}`, async () => ({ flags: await flags.list() })),
    )
    .get('/:key', (context) => {
      const key = context.req.param('key');
      return answer(context, `flag:${encodeURIComponent(key)}${queryOf(context)}`, () => flags.find(key));
    });
}

function queryOf(context: Context): string {
  const start = context.req.url.indexOf('?');
  return start === -1 ? '' : context.req.url.slice(start);
}
