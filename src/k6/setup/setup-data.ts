import type { ListedFlags } from '../../core/flags/listed-flags.ts';
import type { RedisSample } from '../../core/redis/redis-sample.ts';
import type { Starts } from '../../core/workload/starts.ts';

/** What `setup()` hands to every VU. */
export interface SetupData {
  readonly runId: string;
  readonly flagKeys: readonly string[];
  /** The list before the load; undefined when the API was asked nothing. */
  readonly listedFlags?: ListedFlags;
  /** How long that list took, in milliseconds. */
  readonly aloneMs?: number;
  /** When iterations of each scenario are due. */
  readonly starts: Readonly<Record<string, Starts>>;
  /** Redis before the API was asked anything; null when it could not be asked. */
  readonly redisUntouched: RedisSample | null;
  /** Redis before the load, with a warm cache. */
  readonly redisStart: RedisSample | null;
  /** When the load began, in milliseconds since the run did. */
  readonly loadBeganMs?: number;
}
