import { preflight } from '../setup/preflight.ts';
import { observer, profile, steadyLoad } from '../setup/profile.ts';

export { allFlags, cacheMiss, singleFlag } from '../journeys/flags.ts';
export { observe } from '../journeys/observer.ts';

/** The load profile for as long as it takes a leak to show. */
export const { options, handleSummary } = profile({ ...steadyLoad(), ...observer() });
export const setup = preflight;
