import type { Stack } from './start-stack.ts';

/**
 * Where the local stack is, as variables of a run, and what the API under load would have its team set: its name in Redis,
 * its pool's path.
 */
export function stackAddresses(stack: Stack, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    BASE_URL: stack.baseUrl,
    REDIS_URL: stack.redisUrl,
    API_CLIENTS: env.API_CLIENTS || 'poolproof-api',
    // An empty one is that of an API that does not tell the figures of its pool.
    POOL_PATH: env.POOL_PATH ?? '/health/pool',
    // Its pool closes idle connections after three seconds; others may take minutes.
    SETTLE: env.SETTLE || '10s',
  };
}
