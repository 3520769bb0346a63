import type { Neighbour } from './neighbour.ts';
import { FAULT_AT_MS, faults, type World } from './world.ts';

/** Nothing is wrong with the API. */
export const SOUND_WORLDS: readonly World[] = [
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
];

function neighbourWorld(name: string, neighbour: Neighbour, fault: string): World {
  const env = { API_CLIENTS: 'poolproof-api', DURATION: '10s' };
  return { name, fault, neighbour, env, verdicts: ['healthy'], finding: null };
}
