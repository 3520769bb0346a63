import type { Stripe } from '../../core/workload/execution-segment.ts';
import type { Clock } from '../clock.ts';
import type { Tags } from '../metrics/metric-types.ts';
import type { FieldReader } from '../options/field-reader.ts';

/** From `offsetMs` after the start of a scenario on, so many VUs must be at hand. */
export interface ExecutionStep {
  readonly offsetMs: number;
  readonly plannedVus: number;
  /** VUs that may be initialized on top, while the test runs. */
  readonly maxUnplannedVus: number;
}

/** The fields that scenarios of all executors have, defaults filled in. */
export interface ScenarioBase {
  readonly name: string;
  readonly executor: string;
  /** The part of it that this process does. */
  readonly stripe: Stripe;
  readonly startTimeMs: number;
  readonly gracefulStopMs: number;
  readonly env: Tags;
  readonly exec: string;
  readonly tags: Tags;
}

/** The iterations that are planned, however long they take. */
export interface PlannedIterations {
  readonly count: number;
  /** The highest rate. */
  readonly perSecond: number;
}

/** A scenario that is ready to run. */
export interface Scenario extends ScenarioBase {
  /** VUs needed over time, graceful stop included; the last step has none. */
  readonly steps: readonly ExecutionStep[];
  /** Undefined when it depends on how long iterations take. */
  readonly planned?: PlannedIterations;
  /** One line for people, such as `50 looping VUs for 30s`. */
  readonly description: string;
  /** Runs until the last iteration is over. */
  run(runtime: ScenarioRuntime): Promise<void>;
}

/** Makes the scenario of one executor type; problems with its fields are left with the reader. */
export type CreateScenario = (base: ScenarioBase, fields: FieldReader) => Scenario;

/** A VU while a scenario has it. */
export interface RunningVu {
  /** Calls `onEnd` with true when the iteration ran to its end, also if it threw; with false when it was interrupted. */
  runIteration(onEnd: (isFull: boolean) => void): void;
  /** Ends the current iteration, if there is one, and refuses further ones. */
  interrupt(): void;
  /** Gives the VU back. */
  release(): void;
}

/** What a scenario needs of the test run around it. */
export interface ScenarioRuntime {
  readonly clock: Clock;
  /** Aborted: the whole test stops, graceful stops are skipped. */
  readonly signal: AbortSignal;
  /**
   * Takes a VU that was initialized before the test.
   *
   * @param isActiveWhile Whether the VU counts as active all the time or only during iterations.
   */
  acquireVu(isActiveWhile: 'acquired' | 'iterating'): Promise<RunningVu>;
  /** Initializes one more VU, running the init code now. Counts as active during iterations. */
  initializeVu(): Promise<RunningVu>;
  /** Adds to `dropped_iterations`. */
  dropIterations(count: number): void;
  /** Notes how late an iteration starts against its plan, milliseconds. */
  noteStart(lateMs: number): void;
  warn(message: string): void;
  /** The time of the scenario begins at this monotonic time. */
  reportStart(startMs: number): void;
  /** Sets what tells the progress of the scenario, 0 to 1. */
  reportProgress(progress: () => number): void;
}
