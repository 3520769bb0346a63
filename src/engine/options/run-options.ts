import type { Stripe } from '../../core/workload/execution-segment.ts';
import type { Scenario } from '../executors/scenario.ts';
import type { EmbeddedOptions } from '../script/embedded-options.ts';

/** One entry of a list in `options.thresholds`. */
export interface ThresholdOption {
  readonly threshold: string;
  readonly abortOnFail: boolean;
  readonly delayAbortEvalMs: number | undefined;
}

/** All options of a run, consolidated. Durations are milliseconds. */
export interface RunOptions extends EmbeddedOptions {
  /** In the order of their start, then of their names. */
  readonly scenarios: readonly Scenario[];
  /** The part of the run that this process does. */
  readonly stripe: Stripe;
  readonly thresholds: Readonly<Record<string, readonly ThresholdOption[]>>;
  readonly setupTimeoutMs: number;
  readonly teardownTimeoutMs: number;
  readonly handleSummaryTimeoutMs: number;
  readonly minIterationDurationMs: number;
  readonly noSetup: boolean;
  readonly noTeardown: boolean;
  readonly summaryTrendStats: readonly string[];
  readonly summaryTimeUnit: string;
  /** The system tags that samples do not carry, because `systemTags` leaves them out. */
  readonly disabledSystemTags: ReadonlySet<string>;
  /** The options as the script gave them. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The options as `exec.test.options` shows them: what is not set is null. */
  readonly exported: Readonly<Record<string, unknown>>;
}
