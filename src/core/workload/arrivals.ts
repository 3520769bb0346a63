import { formatDurationMs } from '../units/duration.ts';

/** The fields of k6's constant-arrival-rate executor that make up a load; durations as k6 writes them. */
export interface Arrivals {
  readonly executor: 'constant-arrival-rate';
  readonly rate: number;
  readonly timeUnit: string;
  readonly duration: string;
  readonly preAllocatedVUs: number;
}

/** The load that a share of the whole is part of. */
export interface WholeLoad {
  readonly ratePerSecond: number;
  readonly durationMs: number;
  /** The slowest answer that is still waited for. */
  readonly requestTimeoutMs: number;
}

/**
 * A share of a load, in tenths of its rate. The rate is told per 10 s where it is not a whole number per second, since
 * k6 takes whole numbers only. All VUs are there from the start, and enough of them to keep the rate while every answer
 * takes the longest time still waited for: a stall shows as latency and not as load that was never sent.
 */
export function arrivals(load: WholeLoad, tenths: number): Arrivals {
  const perTenSeconds = load.ratePerSecond * tenths;
  const isWhole = perTenSeconds % 10 === 0;
  return {
    executor: 'constant-arrival-rate',
    rate: isWhole ? perTenSeconds / 10 : perTenSeconds,
    timeUnit: isWhole ? '1s' : '10s',
    duration: formatDurationMs(load.durationMs),
    preAllocatedVUs: Math.ceil((perTenSeconds / 10 / 1_000) * load.requestTimeoutMs) + 1,
  };
}
