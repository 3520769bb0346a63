import type { RedisFault } from '../faults/redis-fault.ts';
import { FAULT_AT_MS, faults, LONGER, type Truth, unhealthy, type World } from './world.ts';

/** Redis is looked at often where the length of an outage is to be told. */
const LOOK_OFTEN = { OBSERVE_EVERY: '250ms' };

/** Redis itself, the way to it, and what it lets the API do. */
export const REDIS_WORLDS: readonly World[] = [
  unhealthy({
    name: 'latency',
    fault: 'every round trip to Redis takes 40 ms longer',
    finding: 'redis-network-slow',
    env: faults({ kind: 'latency', atMs: 0, valueMs: 40 }),
    truths: [
      { what: 'latency added', injected: 40, unit: 'ms', reported: ({ redisCommandP50Ms }) => redisCommandP50Ms },
    ],
  }),
  unhealthy({
    name: 'jitter',
    fault: 'every round trip to Redis takes 0 to 100 ms longer',
    finding: 'redis-network-slow',
    env: faults({ kind: 'jitter', atMs: 0, valueMs: 100 }),
    truths: [
      {
        what: 'latency added (median)',
        injected: 50,
        unit: 'ms',
        reported: ({ redisCommandP50Ms }) => redisCommandP50Ms,
      },
    ],
  }),
  unhealthy({
    name: 'bandwidth',
    fault: 'all answers of Redis together get 60 kB/s, of which the load needs half',
    finding: 'redis-network-slow',
    env: { RATE: '10', ...faults({ kind: 'bandwidth', atMs: 0, bytesPerSecond: 60_000 }) },
  }),
  unhealthy({
    name: 'redis-slow',
    fault: 'Redis computes for 150 ms, rests for 150 ms, and so on',
    finding: 'redis-slow',
    env: faults({ kind: 'redis-slow', atMs: 0, valueMs: 150 }),
    truths: [
      { what: 'share of time busy', injected: 0.5, unit: 'share', reported: ({ redisBusyShare }) => redisBusyShare },
    ],
  }),
  unhealthy({
    name: 'redis-stall',
    fault: 'the Redis process halts for 1.2 s',
    finding: 'redis-stalled',
    env: outage('redis-stall', 1_200),
    truths: outageNumbers(1_200),
  }),
  unhealthy({
    name: 'network-stall',
    fault: 'nothing passes to Redis for 1.2 s',
    finding: 'redis-stalled',
    env: outage('stall', 1_200),
    truths: outageNumbers(1_200),
  }),
  unhealthy({
    name: 'redis-hangs',
    fault: 'the Redis process halts for good',
    finding: 'redis-timeout',
    env: outage('redis-stall'),
  }),
  unhealthy({
    name: 'redis-crash',
    fault: 'Redis crashes and is back after 1.5 s',
    finding: 'redis-unreachable-with-fallback',
    env: outage('redis-kill', 1_500),
    truths: outageNumbers(1_500),
  }),
  unhealthy({
    name: 'redis-gone',
    fault: 'Redis stops for good; the API has no fallback',
    finding: 'redis-unreachable-without-fallback',
    env: { ...outage('redis-stop'), FAULT_NO_FALLBACK: '1' },
  }),
  unhealthy({
    name: 'redis-refuses',
    fault: 'connections to Redis are reset and new ones refused',
    finding: 'redis-unreachable-with-fallback',
    env: {
      ...LOOK_OFTEN,
      ...faults({ kind: 'refuse', atMs: FAULT_AT_MS }, { kind: 'reset', atMs: FAULT_AT_MS + 50 }),
    },
  }),
  unhealthy({
    name: 'connections-killed',
    fault: 'connections are closed 300 times in a row, two seconds into the load; the API has no fallback',
    finding: 'redis-connections-reset',
    env: { ...LONGER, FAULT_NO_FALLBACK: '1' },
    account: Array.from({ length: 300 }, () => ['CLIENT', 'KILL', 'USER', 'poolproof']),
    // That of the observer goes with them: k6 learns of it by a command that it loses.
    alsoRight: 'redis-connection-lost',
  }),
  unhealthy({
    name: 'maxclients',
    fault: 'Redis accepts no new client for 2 s, and connections are reset',
    finding: 'redis-maxclients',
    env: faults({ kind: 'maxclients', atMs: FAULT_AT_MS, forMs: 2_000 }, { kind: 'reset', atMs: FAULT_AT_MS + 100 }),
  }),
  unhealthy({
    name: 'fleet',
    fault: 'a pool of 10 that holds, in 1000 instances of 4 workers',
    finding: 'fleet-above-maxclients',
    env: { INSTANCES: '1000', WORKERS: '4' },
    truths: [
      {
        what: 'connections of the fleet',
        injected: 40_000,
        unit: 'count',
        reported: ({ fleetConnections }) => fleetConnections,
      },
    ],
  }),
  unhealthy({
    name: 'password',
    fault: 'the password of the API changes in Redis',
    finding: 'redis-authentication',
    account: [
      ['ACL', 'SETUSER', 'poolproof', 'resetpass', '>rotated'],
      ['CLIENT', 'KILL', 'USER', 'poolproof'],
    ],
  }),
  unhealthy({
    name: 'permission',
    fault: 'the API may no longer write to Redis',
    finding: 'redis-permission',
    account: [['ACL', 'SETUSER', 'poolproof', '-@write']],
  }),
  unhealthy({
    name: 'oom',
    fault: 'Redis is full and removes nothing',
    finding: 'redis-refused-commands',
    account: [
      ['CONFIG', 'SET', 'maxmemory-policy', 'noeviction'],
      ['CONFIG', 'SET', 'maxmemory', '1'],
    ],
  }),
];

/** Redis away from a moment on, for good or for a time, with time to see it recover. */
function outage(kind: RedisFault['kind'], forMs?: number): NonNullable<World['env']> {
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
