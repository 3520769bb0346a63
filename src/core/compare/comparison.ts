import type { FingerprintDifference } from './fingerprint.ts';

/** Grows by one when a field of `compare.json` changes its meaning or goes. */
export const COMPARISON_SCHEMA_VERSION = 1;

/**
 * What the intervals allow to say about head against base. `cannot-tell`: too little was measured, or a difference for
 * the worse of several floors could hide in the interval. `not-compared`: one side has no such figure.
 */
export type Answer = 'worse' | 'better' | 'no-difference' | 'cannot-tell' | 'not-compared';

export type Unit = 'ms' | 'share' | 'count';

/** One metric of both sides. */
export interface MetricComparison {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly worseWhen: 'higher' | 'lower';
  /** Null where a side has no such figure. */
  readonly base: number | null;
  readonly head: number | null;
  /** Head less base, and the interval around it; shares are counted from 0 to 1. */
  readonly difference: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** What a difference has to exceed to count, in the unit of the metric. */
  readonly floor: number | null;
  /** Whether the answer counts for the whole; the others are shown only. */
  readonly isJudged: boolean;
  readonly answer: Answer;
  /** Why there is no better answer; only with `cannot-tell` and `not-compared`. */
  readonly reason?: string;
}

/** What is known of a run that was compared. */
export interface ComparedRun {
  readonly startedAt: string;
  readonly baseUrl: string;
  readonly verdict: string;
  /** Whether the generator was late and measured itself: the run is left out then. */
  readonly isLeftOut: boolean;
}

/** `compare.json`. */
export interface Comparison {
  readonly schemaVersion: typeof COMPARISON_SCHEMA_VERSION;
  readonly answer: Exclude<Answer, 'not-compared'>;
  readonly sentence: string;
  readonly profile: string;
  readonly engine: { readonly name: string; readonly version: string };
  /** Share of resamples whose difference lies within the interval. */
  readonly confidence: number;
  /** Whether run i of base and run i of head belong together, because one followed the other. */
  readonly isPaired: boolean;
  /** What differs beside the API, and was compared anyway because it was forced. */
  readonly forced: readonly FingerprintDifference[];
  readonly base: readonly ComparedRun[];
  readonly head: readonly ComparedRun[];
  readonly metrics: readonly MetricComparison[];
}
