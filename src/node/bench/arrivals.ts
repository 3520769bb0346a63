import { percentile } from '../../core/metrics/percentile.ts';

/** Figures of a distribution, in milliseconds. */
export interface Figures {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export function figuresOf(values: ArrayLike<number>): Figures {
  const sorted = Float64Array.from(values).sort();
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    p999: percentile(sorted, 0.999),
    max: percentile(sorted, 1),
  };
}

/** The value in the middle; 0 of none. */
export function medianOf(values: ArrayLike<number>): number {
  return figuresOf(values).p50;
}

/**
 * When a plan of one request each `1 / rate` seconds began: as late as it can without any request being early. What a
 * request takes to the server at least is left out that way, and all that is late is counted.
 *
 * @param arrivedMs in ascending order
 */
export function planBeganMs(arrivedMs: ArrayLike<number>, ratePerSecond: number): number {
  let beganMs = Number.POSITIVE_INFINITY;
  for (let index = 0; index < arrivedMs.length; index++) {
    beganMs = Math.min(beganMs, (arrivedMs[index] ?? 0) - plannedMs(index, ratePerSecond));
  }
  return beganMs;
}

/** How late each request arrived against the plan, the n-th that came against the n-th of the plan. */
export function latenessOf(arrivedMs: ArrayLike<number>, ratePerSecond: number): number[] {
  const beganMs = planBeganMs(arrivedMs, ratePerSecond);
  return Array.from(arrivedMs, (arrived, index) => arrived - beganMs - plannedMs(index, ratePerSecond));
}

/** Requests that arrived within `durationMs` of the first, as a share of those planned for that time. */
export function achievedShare(arrivedMs: ArrayLike<number>, ratePerSecond: number, durationMs: number): number {
  const endMs = (arrivedMs[0] ?? 0) + durationMs;
  const inTime = Array.from(arrivedMs).filter((arrived) => arrived < endMs).length;
  return inTime / plannedCount(ratePerSecond, durationMs);
}

export function plannedCount(ratePerSecond: number, durationMs: number): number {
  return Math.round((ratePerSecond * durationMs) / 1_000);
}

function plannedMs(index: number, ratePerSecond: number): number {
  return (index * 1_000) / ratePerSecond;
}
