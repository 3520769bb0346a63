import { coldPreflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';
import { settings } from '../setup/settings.ts';

export { observe } from '../journeys/observer.ts';
export { mixedCold } from '../journeys/send-request.ts';

/** An API that has just started: no connection, an empty cache, and load at once. */
export const { options, handleSummary } = profile(({ observer, phases }) => {
  const { ratePerSecond, durationMs, coldMs } = settings();
  const load = phases(
    [
      { name: 'cold', ratePerSecond, durationMs: coldMs },
      { name: 'warm', ratePerSecond, durationMs },
    ],
    'mixedCold',
  );
  return { scenarios: { ...load, ...observer(coldMs + durationMs) } };
});
export const setup = coldPreflight;
