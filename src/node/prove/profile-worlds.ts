import type { World } from './world.ts';

/** A world in which each profile beside load has something to find that it is there for. */
export const PROFILE_WORLDS: readonly World[] = [
  profileWorld('smoke', 'every 10th answer has the wrong content', 'wrong-content', {
    FAULT_WRONG_CONTENT_EVERY: '10',
  }),
  profileWorld('stress', 'every loan of a connection lasts 250 ms longer', 'pool-exhausted', {
    FAULT_HOLD_MS: '250',
    RATE: '100',
    DURATION: '4s',
  }),
  profileWorld('spike', 'a pool that is enough for the idle time, and not for the burst', 'pool-exhausted', {
    FAULT_HOLD_MS: '60',
    REDIS_POOL_SIZE: '4',
    RATE: '10',
    DURATION: '4s',
    RECOVERY: '3s',
  }),
  profileWorld('leak', 'every 20th loan loses its connection', 'connection-leak', {
    FAULT_LEAK_EVERY: '20',
    RATE: '20',
    DURATION: '3s',
    SETTLE: '4s',
  }),
  profileWorld('cold-start', 'Redis halts for 2 s when the first requests come', 'redis-stalled', {
    REDIS_FAULTS: JSON.stringify([{ kind: 'redis-stall', atMs: 500, forMs: 2_000 }]),
    DURATION: '4s',
  }),
  profileWorld('soak', 'every 20th loan loses its connection', 'connection-leak', {
    FAULT_LEAK_EVERY: '20',
    DURATION: '8s',
  }),
  profileWorld('failover', 'an API that has no fallback', 'outage-errors', {
    FAULT_NO_FALLBACK: '1',
    DURATION: '3s',
    OUTAGE: '3s',
    RECOVERY: '3s',
  }),
  profileWorld('saturation', 'every loan of a connection lasts 100 ms longer', 'pool-exhausted', {
    FAULT_HOLD_MS: '100',
    RATE: '25',
    STEPS: '3',
    DURATION: '3s',
  }),
  profileWorld('breakpoint', 'at most 90 requests/s, and 150 are expected', 'pool-exhausted', {
    FAULT_HOLD_MS: '100',
    MAX_RATE: '200',
    EXPECTED_RATE: '150',
    DURATION: '15s',
  }),
];

function profileWorld(profile: string, fault: string, finding: string, env: NonNullable<World['env']>): World {
  return {
    name: `profile-${profile}`,
    profile,
    fault: `profile ${profile}: ${fault}`,
    env,
    verdicts: ['unhealthy'],
    finding,
  };
}
