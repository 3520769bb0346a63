import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';

export { observeDrift } from '../journeys/drift.ts';
export { steady } from '../journeys/send-request.ts';

/** The load profile for as long as it takes a drift to show. */
export const { options, handleSummary } = profile(({ driftObserver, steadyLoad }) => ({
  scenarios: { ...steadyLoad(), ...driftObserver() },
}));
export const setup = preflight;
