import { preflight } from '../setup/preflight.ts';
import { observer, profile, steadyLoad } from '../setup/profile.ts';
import { settings } from '../setup/settings.ts';

export { observeDrift } from '../journeys/drift.ts';
export { allFlags, cacheMiss, singleFlag } from '../journeys/flags.ts';

/** The load profile for as long as it takes a drift to show. */
export const { options, handleSummary } = profile({
  ...steadyLoad(),
  ...observer(settings.durationMs, 'observeDrift'),
});
export const setup = preflight;
