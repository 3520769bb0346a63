import type { RedisSample } from '../../core/redis/redis-sample.ts';
import type { CountedLimits } from '../../core/verdict/lost-by.ts';
import type { Starts } from '../../core/workload/starts.ts';

/** What `setup()` hands to every VU. */
export interface SetupData {
  readonly runId: string;
  /** What the `setup` of the journey returned; undefined when the API was asked nothing. */
  readonly own?: unknown;
  /** What was asked of the API before the load; undefined when it was asked nothing. */
  readonly asked?: AskedBefore;
  /** When iterations of each scenario are due. */
  readonly starts: Readonly<Record<string, Starts>>;
  /** By scenario, the limits above which each sample counts; only where the load may be stopped early. */
  readonly countedLimits?: Readonly<Record<string, CountedLimits>>;
  /** Redis before the API was asked anything; null when it could not be asked. */
  readonly redisUntouched: RedisSample | null;
  /** Redis before the load, with a warm cache. */
  readonly redisStart: RedisSample | null;
  /** When the load began, in milliseconds since the run did. */
  readonly loadBeganMs?: number;
}

/** Requests before the load. */
export interface AskedBefore {
  /** The first path. */
  readonly path: string;
  /** How long it took alone, in milliseconds. */
  readonly aloneMs: number;
  /** How many different paths were read. */
  readonly paths: number;
}
