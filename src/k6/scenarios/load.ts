import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';

export { observe } from '../journeys/observer.ts';
export { steady } from '../journeys/send-request.ts';

/** 50 requests a second for 30 s: does the pool hold in everyday life? */
export const { options, handleSummary } = profile(({ observer, steadyLoad }) => ({
  scenarios: { ...steadyLoad(), ...observer() },
}));
export const setup = preflight;
