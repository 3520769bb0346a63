import { leakedPer100Requests } from '../../core/findings/pool-causes.ts';
import type { RedisFault } from '../faults/redis-fault.ts';
import type { Neighbour } from './neighbour.ts';
import { PROFILE_WORLDS } from './profile-worlds.ts';
import type { Truth, World } from './world.ts';

const UNHEALTHY = ['unhealthy'] as const;
const FAULT_AT_MS = 2_000;
/** Redis is looked at often where the length of an outage is to be told. */
const LOOK_OFTEN = { OBSERVE_EVERY: '250ms' };
const LONGER = { DURATION: '8s' };

/** Every world runs with these, unless it says otherwise. */
export const WORLD_ENV = { RATE: '50', DURATION: '6s', POOL_PATH: '/health/pool', LOG_LEVEL: 'warn' } as const;

/** What `make prove` runs, in this order. */
export const WORLDS: readonly World[] = [
  {
    name: 'healthy',
    fault: 'none',
    // Misses are a tenth of the load: in 6 s, two slow ones of 30 would decide their 95th percentile.
    env: { DURATION: '10s' },
    verdicts: ['healthy'],
    finding: null,
    times: 5,
  },
  {
    name: 'reset',
    fault: 'all connections reset once: a sound pool opens new ones',
    env: faults({ kind: 'reset', atMs: FAULT_AT_MS + 500 }),
    verdicts: ['healthy'],
    finding: null,
    // The client of k6 learns of the reset by the next command, which it loses; the embedded one before.
    alsoRight: 'redis-connection-lost',
  },
  {
    ...neighbourWorld(
      'neighbour-misses',
      'misses',
      'another application looks up 100 keys a second that are not there',
    ),
    // Whose misses they are cannot be told.
    verdicts: ['not-judged'],
  },
  neighbourWorld('neighbour-churn', 'churn', 'another application connects and quits 40 times a second'),
  unhealthy('pool-held', 'every loan of a connection lasts 250 ms longer', 'pool-exhausted', { FAULT_HOLD_MS: '250' }),
  unhealthy('pool-unseen', 'as pool-held, in an API that does not tell the figures of its pool', 'pool-exhausted', {
    FAULT_HOLD_MS: '250',
    POOL_PATH: '',
  }),
  unhealthy(
    'pool-small',
    'a pool of 2 with every loan held for 60 ms, in an API that does not tell the figures of its pool',
    'pool-exhausted',
    { REDIS_POOL_SIZE: '2', FAULT_HOLD_MS: '60', POOL_PATH: '' },
  ),
  unhealthy(
    'pool-drained',
    'as pool-kept with a pool of 5 and no fallback, and its figures are not told',
    'pool-exhausted',
    {
      REDIS_POOL_SIZE: '5',
      FAULT_EXHAUST_EVERY: '10',
      FAULT_NO_FALLBACK: '1',
      POOL_PATH: '',
    },
  ),
  {
    ...unhealthy(
      'computing',
      'every request computes for 16 ms, and the figures of the pool are not told',
      'api-slow',
      {
        FAULT_COMPUTE_MS: '16',
        POOL_PATH: '',
      },
    ),
    alsoRight: 'api-no-answer',
  },
  unhealthy('pool-kept', 'every 10th loan is never returned', 'pool-exhausted', { FAULT_EXHAUST_EVERY: '10' }),
  unhealthy(
    'leak',
    'every 20th loan loses its connection',
    'connection-leak',
    { FAULT_LEAK_EVERY: '20' },
    // A hit is one loan, a miss two; misses are a tenth of the load.
    { what: 'leaked per 100 requests', injected: (100 * 1.1) / 20, unit: 'count', reported: leakedPer100Requests },
  ),
  unhealthy(
    'no-reuse',
    'every loan opens a connection of its own',
    'no-connection-reuse',
    { FAULT_NO_REUSE: '1' },
    {
      what: 'connections per request',
      injected: 1.1,
      unit: 'count',
      reported: ({ requestsPerConnection }) => (requestsPerConnection ? 1 / requestsPerConnection : null),
    },
  ),
  unhealthy('blocking', 'every loan waits half a second in BLPOP', 'redis-blocked-clients', { FAULT_BLOCKING: '1' }),
  unhealthy('cache-off', 'nothing is written to the cache', 'cache-not-written', { FAULT_CACHE: 'off' }),
  unhealthy('ttl-short', 'cached answers live for one second', 'cache-ttl-too-short', { CACHE_TTL: '1' }),
  unhealthy('key-request', 'each request has a cache key of its own', 'cache-key-too-specific', {
    FAULT_CACHE_KEY: 'request',
  }),
  unhealthy(
    'key-shared',
    'all single flags share one cache key',
    'cache-key-too-broad',
    { FAULT_CACHE_KEY: 'shared' },
    {
      what: 'wrong flags',
      injected: 24 / 25,
      unit: 'share',
      reported: ({ wrongFlags, flagsRight }) => wrongFlags / (wrongFlags + flagsRight),
    },
  ),
  unhealthy('stampede', 'entries expire every 2 s, and loading one takes 500 ms', 'cache-stampede', {
    ...LONGER,
    RATE: '100',
    CACHE_TTL: '2',
    FAULT_DATABASE_DELAY_MS: '500',
  }),
  unhealthy(
    'memory',
    'cached answers of 400 kB never expire',
    'redis-memory-growth',
    { ...LONGER, FAULT_NO_TTL: '1', FAULT_VALUE_BYTES: '400000' },
    {
      what: 'memory per miss, bytes',
      injected: 400_000,
      unit: 'count',
      reported: ({ memoryGrowthBytes, keysGrowth }) => (keysGrowth ? (memoryGrowthBytes ?? 0) / keysGrowth : null),
    },
  ),
  unhealthy(
    'latency',
    'every round trip to Redis takes 40 ms longer',
    'redis-network-slow',
    faults({ kind: 'latency', atMs: 0, valueMs: 40 }),
    { what: 'latency added', injected: 40, unit: 'ms', reported: ({ redisCommandP50Ms }) => redisCommandP50Ms },
  ),
  unhealthy(
    'jitter',
    'every round trip to Redis takes 0 to 100 ms longer',
    'redis-network-slow',
    faults({ kind: 'jitter', atMs: 0, valueMs: 100 }),
    {
      what: 'latency added (median)',
      injected: 50,
      unit: 'ms',
      reported: ({ redisCommandP50Ms }) => redisCommandP50Ms,
    },
  ),
  unhealthy(
    'bandwidth',
    'all answers of Redis together get 60 kB/s, of which the load needs half',
    'redis-network-slow',
    { RATE: '10', ...faults({ kind: 'bandwidth', atMs: 0, bytesPerSecond: 60_000 }) },
  ),
  unhealthy(
    'redis-slow',
    'Redis computes for 150 ms, rests for 150 ms, and so on',
    'redis-slow',
    faults({ kind: 'redis-slow', atMs: 0, valueMs: 150 }),
    { what: 'share of time busy', injected: 0.5, unit: 'share', reported: ({ redisBusyShare }) => redisBusyShare },
  ),
  unhealthy(
    'redis-stall',
    'the Redis process halts for 1.2 s',
    'redis-stalled',
    outage('redis-stall', 1_200),
    ...outageNumbers(1_200),
  ),
  unhealthy(
    'network-stall',
    'nothing passes to Redis for 1.2 s',
    'redis-stalled',
    outage('stall', 1_200),
    ...outageNumbers(1_200),
  ),
  unhealthy('redis-hangs', 'the Redis process halts for good', 'redis-timeout', outage('redis-stall')),
  unhealthy(
    'redis-crash',
    'Redis crashes and is back after 1.5 s',
    'redis-unreachable-with-fallback',
    outage('redis-kill', 1_500),
    ...outageNumbers(1_500),
  ),
  unhealthy('redis-gone', 'Redis stops for good; the API has no fallback', 'redis-unreachable-without-fallback', {
    ...outage('redis-stop'),
    FAULT_NO_FALLBACK: '1',
  }),
  unhealthy('redis-refuses', 'connections to Redis are reset and new ones refused', 'redis-unreachable-with-fallback', {
    ...LOOK_OFTEN,
    ...faults({ kind: 'refuse', atMs: FAULT_AT_MS }, { kind: 'reset', atMs: FAULT_AT_MS + 50 }),
  }),
  unhealthy('maxclients', 'Redis accepts no new client for 2 s, and connections are reset', 'redis-maxclients', {
    ...faults({ kind: 'maxclients', atMs: FAULT_AT_MS, forMs: 2_000 }, { kind: 'reset', atMs: FAULT_AT_MS + 100 }),
  }),
  unhealthy(
    'fleet',
    'a pool of 10 that holds, in 1000 instances of 4 workers',
    'fleet-above-maxclients',
    { INSTANCES: '1000', WORKERS: '4' },
    {
      what: 'connections of the fleet',
      injected: 40_000,
      unit: 'count',
      reported: ({ fleetConnections }) => fleetConnections,
    },
  ),
  {
    ...unhealthy('password', 'the password of the API changes in Redis', 'redis-authentication', {}),
    account: [
      ['ACL', 'SETUSER', 'poolproof', 'resetpass', '>rotated'],
      ['CLIENT', 'KILL', 'USER', 'poolproof'],
    ],
  },
  {
    ...unhealthy('permission', 'the API may no longer write to Redis', 'redis-permission', {}),
    account: [['ACL', 'SETUSER', 'poolproof', '-@write']],
  },
  {
    ...unhealthy('oom', 'Redis is full and removes nothing', 'redis-refused-commands', {}),
    account: [
      ['CONFIG', 'SET', 'maxmemory-policy', 'noeviction'],
      ['CONFIG', 'SET', 'maxmemory', '1'],
    ],
  },
  unhealthy(
    'database-slow',
    'every query takes 200 ms longer',
    'database-slow',
    { FAULT_DATABASE_DELAY_MS: '200' },
    { what: 'latency added', injected: 200, unit: 'ms', reported: ({ missP50Ms }) => missP50Ms },
  ),
  unhealthy(
    'api-errors',
    'every 10th request fails with 500',
    'api-errors',
    { FAULT_ERROR_EVERY: '10' },
    {
      what: 'failed requests',
      injected: 0.1,
      unit: 'share',
      reported: ({ requestsFailed, requests }) => requestsFailed / requests,
    },
  ),
  unhealthy(
    'wrong-content',
    'every 10th answer has the wrong content',
    'wrong-content',
    { FAULT_WRONG_CONTENT_EVERY: '10' },
    {
      what: 'wrong answers',
      injected: 0.1,
      unit: 'share',
      reported: ({ wrongLists, wrongFlags, requests }) => (wrongLists + wrongFlags) / requests,
    },
  ),
  {
    ...unhealthy('api-unseen', 'API_CLIENTS matches no connection of the API', 'api-not-seen', {
      API_CLIENTS: 'another-api',
    }),
    verdicts: ['not-judged'],
  },
  {
    ...unhealthy('overload', 'more load than this machine can send', 'generator-overloaded', {
      RATE: '10000',
      DURATION: '3s',
      REQUEST_TIMEOUT: '200ms',
    }),
    // What was never sent is a failed rule as well, where it comes to that.
    verdicts: ['not-judged', 'unhealthy'],
  },
  ...PROFILE_WORLDS,
];

function unhealthy(name: string, fault: string, finding: string, env: World['env'], ...truths: Truth[]): World {
  return { name, fault, env, verdicts: UNHEALTHY, finding, truths };
}

function neighbourWorld(name: string, neighbour: Neighbour, fault: string): World {
  const env = { API_CLIENTS: 'poolproof-api', DURATION: '10s' };
  return { name, fault, neighbour, env, verdicts: ['healthy'], finding: null };
}

function faults(...list: readonly RedisFault[]): { REDIS_FAULTS: string } {
  return { REDIS_FAULTS: JSON.stringify(list) };
}

/** Redis away from a moment on, for good or for a time, with time to see it recover. */
function outage(kind: RedisFault['kind'], forMs?: number): World['env'] {
  const fault = { kind, atMs: FAULT_AT_MS, ...(forMs === undefined ? {} : { forMs }) };
  return { ...LOOK_OFTEN, ...LONGER, ...faults(fault) };
}

function outageNumbers(forMs: number): Truth[] {
  return [
    {
      what: 'length of the outage',
      injected: forMs,
      unit: 'ms',
      reported: ({ redisSilenceMs, redisSilenceAtMostMs }) =>
        redisSilenceMs === null || redisSilenceAtMostMs === null ? null : [redisSilenceMs, redisSilenceAtMostMs],
    },
    {
      // The circuit breaker of the reference API asks again after a second.
      what: 'recovery, at most',
      injected: 1_000,
      unit: 'ms',
      reported: ({ recoveryMs }) => recoveryMs,
    },
  ];
}
