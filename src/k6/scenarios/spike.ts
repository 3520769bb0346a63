import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';
import { settings } from '../setup/settings.ts';

export { observe } from '../journeys/observer.ts';
export { mixed } from '../journeys/send-request.ts';

/** Idle, ten times that, and idle again; after the time to recover all must be as it was before. */
export const { options, handleSummary } = profile(({ observer, phases }) => {
  const { ratePerSecond, durationMs, recoveryMs } = settings();
  return {
    scenarios: {
      ...phases([
        { name: 'before', ratePerSecond, durationMs },
        { name: 'spike', ratePerSecond: ratePerSecond * 10, durationMs },
        { name: 'recovery', ratePerSecond, durationMs: recoveryMs },
        { name: 'after', ratePerSecond, durationMs },
      ]),
      ...observer(3 * durationMs + recoveryMs),
    },
  };
});
export const setup = preflight;
