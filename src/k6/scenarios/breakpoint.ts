import { rampUp } from '../../core/workload/ramp.ts';
import { boundedVus } from '../../core/workload/rising-steps.ts';
import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';
import { settings } from '../setup/settings.ts';

export { observe } from '../journeys/observer.ts';
export { mixed } from '../journeys/send-request.ts';

/** A rate that rises evenly until the API breaks, which ends the run: where was that? */
export const { options, handleSummary } = profile(({ mixedLoad, observer }) => {
  const { ratePerSecond, maxRatePerSecond, durationMs, requestTimeoutMs, expectedMaxConnections, expectedRate } =
    settings();
  const ramp = rampUp({
    fromPerSecond: ratePerSecond,
    toPerSecond: maxRatePerSecond,
    durationMs,
    vus: boundedVus(maxRatePerSecond, requestTimeoutMs, expectedMaxConnections),
  });
  return {
    scenarios: { ...mixedLoad({ ramp }), ...observer() },
    edge: { kind: 'breakpoint', ramp, expectedRate },
  };
});
export const setup = preflight;
