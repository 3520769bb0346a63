import type { Evidence } from '../../core/evidence/evidence.ts';
import type { VerdictStatus } from '../../core/verdict/verdict.ts';
import type { RedisFault } from '../faults/redis-fault.ts';
import type { Neighbour } from './neighbour.ts';

/** A stack with something broken on purpose, and what a run against it has to come to. */
export interface World {
  readonly name: string;
  /** What is broken, in words. */
  readonly fault: string;
  /** The profile that is run; load when not said. */
  readonly profile?: string;
  /** Settings of the load, FAULT_* of the API and REDIS_FAULTS, as a user would give them. */
  readonly env?: Readonly<Record<string, string>>;
  /** Done to the account of the API in Redis, one after another, two seconds into the load. */
  readonly account?: readonly (readonly string[])[];
  /** Who else is at work on the Redis of the API. */
  readonly neighbour?: Neighbour;
  readonly verdicts: readonly VerdictStatus[];
  /** The finding that has to be named first; null for none. */
  readonly finding: string | null;
  /** A finding that is as right with the verdict unhealthy: what the observer sees of it depends on its client. */
  readonly alsoRight?: string;
  /** How often it runs when all run, and others once. */
  readonly times?: number;
  /** Numbers that were injected, to be compared with those reported. */
  readonly truths?: readonly Truth[];
}

export interface Truth {
  readonly what: string;
  readonly injected: number;
  readonly unit: 'ms' | 'share' | 'count';
  /** The number that the run found, or the range it must lie in; null when it found none. */
  readonly reported: (evidence: Evidence) => number | readonly [number, number] | null;
}

/** When what is broken during the load is broken. */
export const FAULT_AT_MS = 2_000;

/** For what needs more than a few seconds to show. */
export const LONGER = { DURATION: '8s' };

/** A world whose fault has to be found, and named. */
export function unhealthy(world: Omit<World, 'verdicts'> & Partial<World>): World {
  return { verdicts: ['unhealthy'], ...world };
}

export function faults(...list: readonly RedisFault[]): { REDIS_FAULTS: string } {
  return { REDIS_FAULTS: JSON.stringify(list) };
}
