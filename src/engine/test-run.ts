import { setMaxListeners } from 'node:events';
import type { Clock } from './clock.ts';
import type { Scenario } from './executors/scenario.ts';
import type { Logger } from './log/logger.ts';
import { CheckTree } from './metrics/check-tree.ts';
import { MetricRegistry } from './metrics/metric-registry.ts';
import { TagSets } from './metrics/tag-sets.ts';
import type { RunOptions } from './options/run-options.ts';
import { CallPlaces } from './vu/blocking-calls.ts';

/** What all VUs of a test run share. */
export class TestRun {
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry = new MetricRegistry();
  readonly tagSets = new TagSets();
  readonly checkTree = new CheckTree();
  readonly callPlaces = new CallPlaces();
  /** Data of `SharedArray`s by name: each element as JSON. */
  readonly sharedArrays = new Map<string, readonly string[]>();
  /** Undefined until the first init run has told them. */
  options: RunOptions | undefined;
  setupDataJson: string | undefined;
  readonly counts = { completed: 0, interrupted: 0, dropped: 0, activeVus: 0, initializedVus: 0 };
  /** The scenarios whose iterations run now. */
  readonly runningScenarios = new Set<Scenario>();
  /** A script called `exec.test.fail()`. */
  isMarkedAsFailed = false;
  readonly #abortController = new AbortController();
  #startMs: number | undefined;
  #endMs: number | undefined;

  constructor(clock: Clock, log: Logger) {
    this.clock = clock;
    this.log = log;
    // Each scenario listens, and there may be any number of them: Node.js would warn from the eleventh on.
    setMaxListeners(0, this.signal);
  }

  /** Aborted when the run has to stop at once, with the reason as error. */
  get signal(): AbortSignal {
    return this.#abortController.signal;
  }

  /** From the beginning of setup() to the end of teardown(). */
  get durationMs(): number {
    if (this.#startMs === undefined) return 0;
    return (this.#endMs ?? this.clock.now()) - this.#startMs;
  }

  start(): void {
    this.#startMs = this.clock.now();
  }

  end(): void {
    this.#endMs = this.clock.now();
  }

  /** Stops the run; only the first reason counts. */
  abort(reason: Error): void {
    if (!this.signal.aborted) this.#abortController.abort(reason);
  }
}
