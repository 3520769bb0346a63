import type { Count } from '../units/count.ts';
import type { Minute } from './minutes.ts';

/** What CloudWatch has of the nodes of an ElastiCache, minute by minute: sums over the nodes, but for the busiest engine. */
export type CacheMeterName =
  | 'connectionsMax'
  | 'newConnections'
  | 'hits'
  | 'misses'
  | 'evictions'
  | 'items'
  /** Of the one core that Redis answers on, at the busiest node. */
  | 'engineCpuPercent';

/** What only ElastiCache Serverless has, over the minutes of the run. */
export interface ServerlessMeters {
  readonly names: readonly string[];
  /** Commands that were refused because the load grew faster than the cache; null where that is not known. */
  readonly throttled: Count | null;
  /** What the commands cost (ECPUs). */
  readonly processingUnits: Count | null;
}

/** All clients of these nodes together: CloudWatch does not tell them apart. */
export interface CacheMeters {
  readonly nodes: readonly string[];
  /** Whether nobody but the function uses them, as the user says (ELASTICACHE_ALONE). */
  readonly isAlone: boolean;
  /** Connections in the minute before the run; null where that is not known. */
  readonly connectionsBefore: Count | null;
  readonly minutes: readonly Minute<CacheMeterName>[];
  /** Where ELASTICACHE_SERVERLESS names caches; their connections, lookups and keys are in the minutes. */
  readonly serverless?: ServerlessMeters;
}
