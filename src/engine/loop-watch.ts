import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.ts';

const PERIOD_MS = 1_000;
/** So many periods in a row must be bad: one alone is compilation at the start, or a pause of the garbage collector. */
const BAD_PERIODS = 3;
const BUSY_SHARE = 0.9;
const LATE_MS = 25;

/**
 * Watches whether one event loop is enough for the load. When it is not, what waits in it is measured as latency of the
 * system under test; k6, which uses all cores, would not have waited. Warns once.
 */
export class LoopWatch {
  /** Ends the watch. */
  readonly stop: () => void;
  readonly #readBusyShare: () => number;
  readonly #warn: (message: string) => void;
  #busyShares: number[] = [];
  #latestMs = 0;
  #worstMs = 0;
  #hasWarned = false;

  /**
   * @param readBusyShare The share of the time since it was last called in which the loop was busy, 0 to 1.
   * @param warn Takes the warning.
   */
  constructor(clock: Clock, readBusyShare: () => number, warn: (message: string) => void) {
    this.#readBusyShare = readBusyShare;
    this.#warn = warn;
    readBusyShare();
    this.stop = clock.every(PERIOD_MS, () => this.#check());
  }

  /** Notes how late an iteration started against its plan, milliseconds. */
  readonly noteStart = (lateMs: number): void => {
    if (lateMs > this.#latestMs) this.#latestMs = lateMs;
  };

  #check(): void {
    const busyShare = this.#readBusyShare();
    const lateMs = this.#latestMs;
    this.#latestMs = 0;
    if (busyShare < BUSY_SHARE && lateMs < LATE_MS) {
      this.#busyShares = [];
      this.#worstMs = 0;
      return;
    }
    this.#busyShares.push(busyShare);
    this.#worstMs = Math.max(this.#worstMs, lateMs);
    if (this.#hasWarned || this.#busyShares.length < BAD_PERIODS) return;
    this.#hasWarned = true;
    const mean = this.#busyShares.reduce((sum, share) => sum + share, 0) / this.#busyShares.length;
    const late = this.#worstMs >= 1 ? ` and iterations started up to ${Math.round(this.#worstMs)}ms late` : '';
    this.#warn(
      `Insufficient CPU, the event loop was busy for ${Math.round(mean * 100)}% of the last ${BAD_PERIODS}s${late}: latencies may include time spent waiting in the engine; lower the load, or install k6 to use all cores`,
    );
  }
}

/** Makes a function that tells the share of the time since its last call in which the event loop was busy, 0 to 1. */
export function createBusyShareReader(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
