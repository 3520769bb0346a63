import { formatDurationMs, parseDurationMs } from '../units/duration.ts';

/** The fields of k6's ramping-arrival-rate executor for one straight ramp; durations as k6 writes them. */
export interface Ramp {
  readonly executor: 'ramping-arrival-rate';
  readonly startRate: number;
  readonly timeUnit: '1s';
  /** One stage; k6's type wants to be able to change it. */
  readonly stages: [{ target: number; duration: string }];
  readonly preAllocatedVUs: number;
  /** When it begins, counted from the start of the run. */
  readonly startTime?: string;
}

/** A rate that rises evenly over time. */
interface RisingLoad {
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
  readonly durationMs: number;
  readonly vus: number;
}

export function rampUp({ fromPerSecond, toPerSecond, durationMs, vus }: RisingLoad): Ramp {
  return {
    executor: 'ramping-arrival-rate',
    startRate: fromPerSecond,
    timeUnit: '1s',
    stages: [{ target: toPerSecond, duration: formatDurationMs(durationMs) }],
    preAllocatedVUs: vus,
  };
}

export function rampDurationMs({ stages: [{ duration }] }: Ramp): number {
  return parseDurationMs(duration);
}

/** The rate per second after `elapsedMs` of a ramp; that of its end when it is over. */
export function rateAfter(ramp: Ramp, elapsedMs: number): number {
  const share = Math.min(1, Math.max(0, elapsedMs / rampDurationMs(ramp)));
  return ramp.startRate + (ramp.stages[0].target - ramp.startRate) * share;
}

/** Iterations due after `elapsedMs`: the area under the curve of the rate, which is a trapezoid. */
export function dueAfter(ramp: Ramp, elapsedMs: number): number {
  const withinMs = Math.min(Math.max(0, elapsedMs), rampDurationMs(ramp));
  return ((ramp.startRate + rateAfter(ramp, withinMs)) / 2) * (withinMs / 1_000);
}
