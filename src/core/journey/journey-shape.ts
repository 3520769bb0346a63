import type { OwnLimits } from '../settings/own-limits.ts';
import type { Variable } from '../settings/variable.ts';

/** Whether the cache of the API can answer a request: after the first time, never, or it is not asked at all. */
export type CacheUse = 'warm' | 'miss' | 'none';

/** What is known of a request of a journey without sending it. */
export interface RequestShape {
  /** Percent of the load. */
  readonly share: number;
  readonly cache: CacheUse;
  readonly send?: unknown;
  /** It asks for what only `setup` finds out. */
  readonly needsSetup?: boolean;
  /** Limits of its own, by the id of a rule. */
  readonly limits?: OwnLimits;
  /** Checks of an answer, by their names. */
  readonly check?: Readonly<Record<string, unknown>>;
  /** Tells a wrong answer that belongs to another request. */
  readonly isOfAnother?: unknown;
}

/** A variable of a journey, by whose name it is kept. */
interface JourneyVariable extends Partial<Omit<Variable<unknown>, 'name'>> {
  readonly about: string;
}

/** A journey as far as plans, rules and reports are about it. */
export interface JourneyShape {
  readonly requests: Readonly<Record<string, RequestShape>>;
  readonly variables?: Readonly<Record<string, JourneyVariable>>;
  readonly setup?: unknown;
  /** A path that answers with 200 as soon as the API is up. */
  readonly ready?: (env: Readonly<Record<string, unknown>>) => string;
}
