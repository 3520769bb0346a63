import { formatDurationMs } from '../units/duration.ts';

/** The fields of k6's constant-arrival-rate executor that make up a load; durations as k6 writes them. */
export interface Arrivals {
  readonly executor: 'constant-arrival-rate';
  readonly rate: number;
  readonly timeUnit: string;
  readonly duration: string;
  readonly preAllocatedVUs: number;
  /** When it begins, counted from the start of the run. */
  readonly startTime?: string;
}

/** An iteration whose request runs into its time-out lasts a little longer than that. */
const OVERTIME_MS = 100;

/** The load that a share of the whole is part of. */
interface WholeLoad {
  readonly ratePerSecond: number;
  readonly durationMs: number;
  /** The slowest answer that is still waited for. */
  readonly requestTimeoutMs: number;
}

/**
 * A share of a load, in percent of its rate. The rate is told per 10 s or 100 s where it is not a whole number per second,
 * since k6 takes whole numbers only. All VUs are there from the start, and enough of them to keep the rate while every answer
 * takes the longest time still waited for: a stall shows as latency and not as load that was never sent.
 */
export function arrivals(load: WholeLoad, percent: number): Arrivals {
  const perHundredSeconds = load.ratePerSecond * percent;
  const seconds = [1, 10, 100].find((unit) => (perHundredSeconds * unit) % 100 === 0) ?? 100;
  return {
    executor: 'constant-arrival-rate',
    rate: (perHundredSeconds * seconds) / 100,
    timeUnit: `${seconds}s`,
    duration: formatDurationMs(load.durationMs),
    preAllocatedVUs: Math.ceil((perHundredSeconds / 100 / 1_000) * (load.requestTimeoutMs + OVERTIME_MS)) + 1,
  };
}

/** One stretch of a run, with a rate of its own. */
export interface Phase {
  readonly name: string;
  /** 0: nothing is sent. */
  readonly ratePerSecond: number;
  readonly durationMs: number;
}

/**
 * Phases one after the other, each a scenario of its name. What is not answered when a phase ends has the time that an
 * answer may take; it goes on beside the next phase.
 */
export function inTurn(
  phases: readonly Phase[],
  requestTimeoutMs: number,
): Record<string, Arrivals & { gracefulStop: string }> {
  const scenarios: Record<string, Arrivals & { gracefulStop: string }> = {};
  let startMs = 0;
  for (const { name, ratePerSecond, durationMs } of phases) {
    if (ratePerSecond === 0) {
      startMs += durationMs;
      continue;
    }
    scenarios[name] = {
      ...arrivals({ ratePerSecond, durationMs, requestTimeoutMs }, 100),
      startTime: formatDurationMs(startMs),
      gracefulStop: formatDurationMs(requestTimeoutMs + 1_000),
    };
    startMs += durationMs;
  }
  return scenarios;
}
