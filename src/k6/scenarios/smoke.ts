import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';

export { observe } from '../journeys/observer.ts';
export { steady } from '../journeys/send-request.ts';

/** A few requests of each kind and a look at Redis, in seconds: for every commit. */
export const { options, handleSummary } = profile(({ observer, steadyLoad }) => ({
  scenarios: { ...steadyLoad(), ...observer() },
}));
export const setup = preflight;
