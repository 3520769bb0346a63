import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';
import { settings } from '../setup/settings.ts';

export { control, mixedThroughOutage, observeThroughOutage } from '../journeys/outage.ts';

/** Load that goes on while Redis goes away and comes back; looks at Redis fall between the phases' edges, not on them. */
export const { options, handleSummary } = profile(({ observer, outage, phases }) => {
  const { ratePerSecond, durationMs, outageMs, recoveryMs, observeEveryMs } = settings();
  const lastsMs = durationMs + outageMs + recoveryMs + durationMs;
  return {
    scenarios: {
      ...phases(
        [
          { name: 'before', ratePerSecond, durationMs },
          { name: 'outage', ratePerSecond, durationMs: outageMs },
          { name: 'recovery', ratePerSecond, durationMs: recoveryMs },
          { name: 'after', ratePerSecond, durationMs },
        ],
        'mixedThroughOutage',
      ),
      ...outage(durationMs, durationMs + outageMs),
      ...observer(lastsMs, 'observeThroughOutage', observeEveryMs / 2),
    },
  };
});
export const setup = preflight;
