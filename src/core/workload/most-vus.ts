import type { LoadSettings } from '../settings/load-settings.ts';
import { arrivals } from './arrivals.ts';
import { boundedVus, risingRates } from './rising-steps.ts';

/** The observer, and what takes Redis away and brings it back. */
const OTHER_VUS = 3;

type Needs = (settings: LoadSettings) => number;

/** Profiles in which the rate is not the same all the time. */
const OF_PROFILE: Readonly<Record<string, Needs>> = {
  spike: (settings) => vusFor(settings, 10) + vusFor(settings, 1),
  saturation: ({ ratePerSecond, stepFactor, steps, expectedRate, requestTimeoutMs, expectedMaxConnections }) =>
    boundedVus(
      risingRates(ratePerSecond, stepFactor, steps, expectedRate).at(-1) ?? ratePerSecond,
      requestTimeoutMs,
      expectedMaxConnections,
    ),
  breakpoint: ({ maxRatePerSecond, requestTimeoutMs, expectedMaxConnections }) =>
    boundedVus(maxRatePerSecond, requestTimeoutMs, expectedMaxConnections),
  // The answers of one phase may still be waited for when the next has begun.
  failover: (settings) => 2 * vusFor(settings, 1),
  'cold-start': (settings) => 2 * vusFor(settings, 1),
};

/**
 * The most VUs that a profile has at a time: as many as its requests need when each takes the whole time-out.
 *
 * @param kinds of requests; the VUs of each are rounded up
 */
export function mostVus(profile: string, settings: LoadSettings, kinds: number): number {
  return (OF_PROFILE[profile]?.(settings) ?? vusFor(settings, 1)) + OTHER_VUS + kinds;
}

function vusFor(settings: LoadSettings, times: number): number {
  return arrivals({ ...settings, ratePerSecond: settings.ratePerSecond * times }, 100).preAllocatedVUs;
}
