import { errorText } from '../error-text.ts';
import { type Log, limitRate } from '../log.ts';
import { CircuitOpenError } from './circuit-breaker.ts';
import type { RedisPool } from './redis-pool.ts';

const KEY_PREFIX = 'poolproof:api:';

/** How a read went: from Redis, from the source and now in Redis, or from the source because Redis failed. */
type CacheOutcome = 'hit' | 'miss' | 'fallback';

export interface CacheCounters {
  hits: number;
  misses: number;
  /** Operations on Redis that failed; not those the open circuit breaker refused. */
  errors: number;
  /** Reads answered by the source because Redis failed. */
  fallbacks: number;
}

export interface CacheAside {
  readonly counters: Readonly<CacheCounters>;
  /**
   * Reads `key` from Redis, else from `load`; what `load` does not find (undefined) is not cached.
   * @throws {CacheUnavailableError} when Redis fails and the cache has no fallback.
   */
  read(
    key: string,
    load: () => Promise<string | undefined>,
  ): Promise<{ body: string | undefined; outcome: CacheOutcome }>;
}

/** Redis failed, and there is no fallback. */
export class CacheUnavailableError extends Error {
  override readonly name = 'CacheUnavailableError';
}

interface CacheAsideOptions {
  pool: RedisPool;
  /** Undefined: for ever. */
  ttlSeconds: number | undefined;
  /** Whether the source answers when Redis fails. */
  hasFallback?: boolean;
  log: Log;
}

/** Creates a cache in front of a slower source; a failing Redis costs time, never the answer. */
export function createCacheAside({ pool, ttlSeconds, hasFallback = true, log }: CacheAsideOptions): CacheAside {
  const counters: CacheCounters = { hits: 0, misses: 0, errors: 0, fallbacks: 0 };
  const warnFailure = limitRate(log.warn, 1000);

  function recordFailure(message: string, error: unknown): void {
    if (!(error instanceof CircuitOpenError)) counters.errors += 1;
    warnFailure(message, { error: errorText(error) });
  }

  /** The cached text, null if there is none, undefined if Redis failed. */
  async function get(key: string): Promise<string | null | undefined> {
    try {
      return await pool.use((redis) => redis.get(key));
    } catch (error) {
      recordFailure(hasFallback ? 'cache read failed, falling back to the database' : 'cache read failed', error);
      return undefined;
    }
  }

  async function set(key: string, body: string): Promise<void> {
    try {
      await pool.use((redis) =>
        ttlSeconds === undefined ? redis.set(key, body) : redis.set(key, body, 'EX', ttlSeconds),
      );
    } catch (error) {
      recordFailure('cache write failed', error);
    }
  }

  return {
    counters,
    async read(name, load) {
      const key = KEY_PREFIX + name;
      const cached = await get(key);
      if (cached === undefined) {
        if (!hasFallback) throw new CacheUnavailableError('Redis failed, and there is no fallback');
        counters.fallbacks += 1;
        return { body: await load(), outcome: 'fallback' };
      }
      if (cached !== null) {
        counters.hits += 1;
        return { body: cached, outcome: 'hit' };
      }
      counters.misses += 1;
      // No connection is held while the source works.
      const body = await load();
      if (body !== undefined) await set(key, body);
      return { body, outcome: 'miss' };
    },
  };
}
