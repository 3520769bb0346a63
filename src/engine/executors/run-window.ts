import type { ScenarioRuntime } from './scenario.ts';

/**
 * The time a scenario may take: a regular duration, after which no new iteration starts, then a graceful stop, after
 * which running iterations are interrupted. When the whole test is aborted both end at once.
 */
export class RunWindow {
  readonly startMs: number;
  isRegularOver = false;
  readonly #runtime: ScenarioRuntime;
  readonly #cancels: (() => void)[] = [];
  readonly #interrupts = new Set<() => void>();
  readonly #regularListeners = new Set<() => void>();

  constructor(
    runtime: ScenarioRuntime,
    durationMs: number,
    gracefulStopMs: number,
    startMs: number = runtime.clock.now(),
  ) {
    this.#runtime = runtime;
    const { clock, signal } = runtime;
    this.startMs = startMs;
    runtime.reportStart(startMs);
    this.#cancels.push(
      clock.at(this.startMs + durationMs, () => this.#endRegular()),
      clock.at(this.startMs + durationMs + gracefulStopMs, () => this.#end()),
    );
    signal.addEventListener('abort', this.#end);
    if (signal.aborted) this.#end();
  }

  get elapsedMs(): number {
    return this.#runtime.clock.now() - this.startMs;
  }

  /** Calls `interrupt` when running iterations must end. Returns a function that forgets it. */
  onInterrupt(interrupt: () => void): () => void {
    this.#interrupts.add(interrupt);
    return () => this.#interrupts.delete(interrupt);
  }

  /** Calls `listener` when no new iteration may start. */
  onRegularEnd(listener: () => void): void {
    if (this.isRegularOver) listener();
    else this.#regularListeners.add(listener);
  }

  /** Stops its timers; to be called when the scenario is done. */
  close(): void {
    for (const cancel of this.#cancels) cancel();
    this.#runtime.signal.removeEventListener('abort', this.#end);
  }

  #endRegular(): void {
    if (this.isRegularOver) return;
    this.isRegularOver = true;
    for (const listener of this.#regularListeners) listener();
  }

  readonly #end = (): void => {
    this.#endRegular();
    for (const interrupt of [...this.#interrupts]) interrupt();
  };
}
