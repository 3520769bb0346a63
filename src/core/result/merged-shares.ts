import type { Count } from '../units/count.ts';
import type { VerdictStatus } from '../verdict/verdict.ts';

/** What became of one of the processes whose shares were merged. */
export interface MergedShare {
  /** From 1. */
  readonly number: Count;
  readonly engineExitCode: number;
  /** By its own share. */
  readonly status: VerdictStatus;
  /** UTC, ISO 8601: when its load began; null when it never did. */
  readonly beganAt: string | null;
  readonly requests: Count;
  /** How late its iterations started, and the most of a core that it took; null where that was not measured. */
  readonly startDelayP95Ms: number | null;
  readonly cpuShareMax: number | null;
}

/** Of a result that was made from those of several processes. */
export interface MergedShares {
  /** How many processes the load was planned for. */
  readonly of: Count;
  readonly shares: readonly MergedShare[];
  /** Why the whole cannot pass, in words; none when all took part as planned. */
  readonly doubts: readonly string[];
}
