import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';

export { observe } from '../journeys/observer.ts';
export { steady } from '../journeys/send-request.ts';

/** Twice the rate of the load profile. Requests may queue; none may fail, and none may be left unsent. */
export const { options, handleSummary } = profile(({ observer, steadyLoad }) => ({
  scenarios: { ...steadyLoad(), ...observer() },
}));
export const setup = preflight;
