import { randomUUID } from 'node:crypto';
import type { CacheAside } from '../target/cache/cache-aside.ts';
import type { ApiFaults } from './fault-variables.ts';

/** Puts the faults of keys and values in front of `cache`; without any it is `cache` itself. */
export function withCacheFaults(cache: CacheAside, faults: ApiFaults): CacheAside {
  const { cache: isOff, cacheKey, valueBytes } = faults;
  if (!(isOff || cacheKey || valueBytes)) return cache;

  function keyOf(key: string): string {
    if (cacheKey === 'request') return `${key}#${randomUUID()}`;
    return cacheKey === 'shared' && key.startsWith('flag:') ? 'flag:shared' : key;
  }

  return {
    counters: cache.counters,
    async read(key, load) {
      let loaded: string | undefined;
      const { body, outcome } = await cache.read(keyOf(key), async () => {
        loaded = await load();
        // What is not found is not cached.
        return isOff ? undefined : loaded?.padEnd(valueBytes ?? 0);
      });
      return { body: (body ?? loaded)?.trimEnd(), outcome };
    },
  };
}
