import { HIGHEST_RATE } from '../settings/highest-rate.ts';
import { formatDurationMs } from '../units/duration.ts';
import type { Arrivals } from './arrivals.ts';

/** VUs of a load that is meant to end in a queue; k6 needs 1.2 MB of memory for each. */
const MOST_VUS = 1_000;

/** Iterations that began within the time-out of an answer still have this long to end. */
const LAST_WORDS_MS = 250;

/**
 * Rates from `ratePerSecond` on, each `factor` times the one before, up to {@link HIGHEST_RATE}. A rate that is expected
 * of the API becomes a step of its own, so that it is measured and not guessed between two steps.
 */
export function risingRates(ratePerSecond: number, factor: number, steps: number, expectedRate: number): number[] {
  const rates = Array.from({ length: steps }, (_, step) => Math.round(ratePerSecond * factor ** step));
  return [...new Set([...rates, ...(expectedRate > 0 ? [expectedRate] : [])])]
    .filter((rate) => rate <= HIGHEST_RATE)
    .sort((a, b) => a - b);
}

/**
 * VUs that keep a rate until every answer takes the whole time-out, but no more than it takes to prove that the pool is
 * full: with 1000 requests in flight, or twice the pool, all connections are taken and a queue stands before them.
 */
export function boundedVus(ratePerSecond: number, requestTimeoutMs: number, poolSize: number): number {
  const lossless = Math.ceil((ratePerSecond * requestTimeoutMs) / 1_000) + 1;
  return Math.min(lossless, Math.max(MOST_VUS, 2 * poolSize));
}

/**
 * Steps one after the other, named `step_1`, `step_2` and so on. Between them is a pause as long as an answer may take:
 * no step answers for the queue that the one before left behind, and k6 has the same VUs serve them all.
 */
export function risingSteps(
  rates: readonly number[],
  { durationMs, requestTimeoutMs, poolSize }: { durationMs: number; requestTimeoutMs: number; poolSize: number },
): Record<string, Arrivals & { gracefulStop: string }> {
  const pauseMs = requestTimeoutMs + LAST_WORDS_MS;
  return Object.fromEntries(
    rates.map((rate, index) => [
      `step_${index + 1}`,
      {
        executor: 'constant-arrival-rate',
        rate,
        timeUnit: '1s',
        duration: formatDurationMs(durationMs),
        preAllocatedVUs: boundedVus(rate, requestTimeoutMs, poolSize),
        startTime: formatDurationMs(index * (durationMs + pauseMs)),
        gracefulStop: formatDurationMs(pauseMs),
      },
    ]),
  );
}
