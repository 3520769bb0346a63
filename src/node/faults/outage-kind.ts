import type { RedisFaultKind } from './redis-fault.ts';

/** The ways in which Redis can go away as a whole, and the faults that do it. */
export const OUTAGES = {
  stop: ['redis-stop'],
  kill: ['redis-kill'],
  hang: ['redis-stall'],
  // A connection that is open must not outlive a port that refuses.
  refuse: ['refuse', 'reset'],
} as const satisfies Record<string, readonly RedisFaultKind[]>;

export type OutageKind = keyof typeof OUTAGES;
