import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';
import { settings } from '../setup/settings.ts';

export { observe } from '../journeys/observer.ts';
export { mixed } from '../journeys/send-request.ts';
export { settled } from '../journeys/settled.ts';

/** Load, then silence, several times: do connections go when the load does, or are there more after each cycle? */
export const { options, handleSummary } = profile(({ observer, phases, settledScenario }) => {
  const { ratePerSecond, durationMs, settleMs, cycles } = settings();
  const cycleMs = durationMs + settleMs;
  const loadAndSilence = Array.from({ length: cycles }, (_, index) => [
    { name: `load_${index + 1}`, ratePerSecond, durationMs },
    { name: `silence_${index + 1}`, ratePerSecond: 0, durationMs: settleMs },
  ]);
  return {
    scenarios: {
      ...phases(loadAndSilence.flat()),
      ...settledScenario(cycleMs, cycles),
      ...observer(cycleMs * cycles),
    },
  };
});
export const setup = preflight;
