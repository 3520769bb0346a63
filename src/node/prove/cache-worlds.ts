import { LONGER, unhealthy, type World } from './world.ts';

/** Redis and the pool are sound, and the API makes too little of its cache. */
export const CACHE_WORLDS: readonly World[] = [
  unhealthy({
    name: 'cache-off',
    fault: 'nothing is written to the cache',
    finding: 'cache-not-written',
    env: { FAULT_CACHE: 'off' },
  }),
  unhealthy({
    name: 'ttl-short',
    fault: 'cached answers live for one second',
    finding: 'cache-ttl-too-short',
    env: { CACHE_TTL: '1' },
  }),
  unhealthy({
    name: 'key-request',
    fault: 'each request has a cache key of its own',
    finding: 'cache-key-too-specific',
    env: {
      FAULT_CACHE_KEY: 'request',
    },
  }),
  unhealthy({
    name: 'key-shared',
    fault: 'all single flags share one cache key',
    finding: 'cache-key-too-broad',
    env: { FAULT_CACHE_KEY: 'shared' },
    truths: [
      {
        what: 'wrong flags',
        injected: 24 / 25,
        unit: 'share',
        reported: ({ wrongKeyed, rightKeyed }) => wrongKeyed / (wrongKeyed + rightKeyed),
      },
    ],
  }),
  unhealthy({
    name: 'stampede',
    fault: 'entries expire every 2 s, and loading one takes 500 ms',
    finding: 'cache-stampede',
    env: {
      ...LONGER,
      RATE: '100',
      CACHE_TTL: '2',
      FAULT_DATABASE_DELAY_MS: '500',
    },
  }),
  unhealthy({
    name: 'memory',
    fault: 'cached answers of 400 kB never expire',
    finding: 'redis-memory-growth',
    env: { ...LONGER, FAULT_NO_TTL: '1', FAULT_VALUE_BYTES: '400000' },
    truths: [
      {
        what: 'memory per miss, bytes',
        injected: 400_000,
        unit: 'count',
        reported: ({ memoryGrowthBytes, keysGrowth }) => (keysGrowth ? (memoryGrowthBytes ?? 0) / keysGrowth : null),
      },
    ],
  }),
];
