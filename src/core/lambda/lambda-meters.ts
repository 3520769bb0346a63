import type { Count } from '../units/count.ts';
import type { CacheMeters } from './cache-meters.ts';
import type { Minute } from './minutes.ts';

/** What CloudWatch has of a function, minute by minute; of one alias or version alone where that was asked for. */
export type LambdaMeterName =
  | 'invocations'
  | 'errors'
  | 'throttles'
  | 'concurrencyMax'
  | 'durationMeanMs'
  | 'durationMaxMs';

/** What CloudWatch measured, a value a minute: it has nothing finer of a function. */
export interface LambdaMeters {
  /** Minutes of the clock, from the one in which the run began to the one in which it ended: whoever else called then is in them. */
  readonly minutes: readonly Minute<LambdaMeterName>[];
  /** Whether all requests of the run were in the meters when they were read last. */
  readonly isComplete: boolean;
  /** How long after the load it was until then. */
  readonly waitedMs: Count;
  /** How many environments there may be at a time; null where none are reserved. */
  readonly reservedConcurrency: Count | null;
  /** Of the Redis behind the function, where ELASTICACHE_NODES or ELASTICACHE_SERVERLESS names it. */
  readonly cache?: CacheMeters;
}
