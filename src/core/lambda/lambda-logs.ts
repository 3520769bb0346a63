import type { Count } from '../units/count.ts';
import type { SeenEnvironments } from './environments-seen.ts';

/** Statistics of times in milliseconds; of a run's REPORT lines, all of them. */
export interface LambdaTimes {
  readonly count: Count;
  readonly minMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** Lines of the log of one kind. */
export interface LogKind {
  readonly lines: Count;
  /** UTC, ISO 8601. */
  readonly firstAt: string;
  /** UTC, ISO 8601. */
  readonly lastAt: string;
  /** The first of them, shortened, with addresses and secrets masked. */
  readonly example: string;
}

/** What the log of the function has of the run. */
export interface LambdaLogs {
  /** The log group that was read. */
  readonly group: string;
  /** All lines of the window. */
  readonly lines: Count;
  /** Whether all of the run was there: a REPORT line for each request and none new at a last look, or no new line for a while. */
  readonly isComplete: boolean;
  /** How long after the load it was until then. */
  readonly waitedMs: Count;
  /** By the name of the kind, as far as there are lines of it. */
  readonly kinds: Readonly<Record<string, LogKind>>;
  /** Hits of the cache, of all its hits and misses, from 0 to 1; null where the log tells of neither. */
  readonly hitShare: number | null;
  /** Execution environments that wrote to the log: each has a log stream of its own. */
  readonly environments: Count;
  /** Environments that answered the load, by the version of the function that they run. */
  readonly versions: Readonly<Record<string, SeenEnvironments>>;
  /** REPORT lines, one for each invocation. */
  readonly invocations: Count;
  /** Invocations that Lambda ended for their time. */
  readonly timedOut: Count;
  /** How long invocations took; null without a REPORT line. */
  readonly duration: LambdaTimes | null;
  /** Starts of new environments; null when there was none. */
  readonly init: LambdaTimes | null;
  /** New environments made from a snapshot (SnapStart); null when there was none. */
  readonly restore: LambdaTimes | null;
  /** Starts of environments that failed or took too long. */
  readonly failedInits: Count;
  /** The most memory that an environment used; null without a REPORT line. */
  readonly memoryMaxMb: Count | null;
}
