import type { LoadSettings } from '../settings/load-settings.ts';
import { arrivals } from './arrivals.ts';
import { boundedVus, risingRates } from './rising-steps.ts';

/**
 * Whose requests may wait at the same time: rates as multiples of RATE (those of two phases, as the answers of the first may
 * still be waited for in the next), the highest of rising steps, or MAX_RATE.
 */
export type WaitingAt = readonly number[] | 'last-step' | 'max-rate';

/** The observer, and what takes Redis away and brings it back. */
const OTHER_VUS = 3;

/**
 * The most VUs that a process has at a time, of those that share the run: as many as its requests need when each takes the
 * whole time-out.
 *
 * @param kinds of requests; the VUs of each are rounded up
 */
export function mostVus(waitingAt: WaitingAt, settings: LoadSettings, kinds: number): number {
  return Math.ceil((vusFor(waitingAt, settings) + OTHER_VUS + kinds) / (settings.share?.of ?? 1));
}

/** The highest rate that a run has at a time, of one whose scenarios have rates as multiples of RATE. */
export function highestRateOf(waitingAt: WaitingAt, { ratePerSecond }: LoadSettings): number {
  return typeof waitingAt === 'string' ? ratePerSecond : ratePerSecond * Math.max(...waitingAt);
}

function vusFor(waitingAt: WaitingAt, settings: LoadSettings): number {
  const { ratePerSecond, maxRatePerSecond, stepFactor, steps, expectedRate } = settings;
  if (waitingAt === 'max-rate') return vusUpTo(maxRatePerSecond, settings);
  if (waitingAt === 'last-step')
    return vusUpTo(risingRates(ratePerSecond, stepFactor, steps, expectedRate).at(-1) ?? ratePerSecond, settings);
  const vus = waitingAt.map(
    (times) => arrivals({ ...settings, ratePerSecond: ratePerSecond * times }, 100).preAllocatedVUs,
  );
  return vus.reduce((sum, count) => sum + count, 0);
}

function vusUpTo(rate: number, { requestTimeoutMs, expectedMaxConnections }: LoadSettings): number {
  return boundedVus(rate, requestTimeoutMs, expectedMaxConnections);
}
