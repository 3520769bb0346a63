import { risingRates, risingSteps } from '../../core/workload/rising-steps.ts';
import { lengthMs, planOf } from '../../core/workload/workload.ts';
import { preflight } from '../setup/preflight.ts';
import { profile } from '../setup/profile.ts';
import { settings } from '../setup/settings.ts';

export { observe } from '../journeys/observer.ts';
export { mixed } from '../journeys/send-request.ts';

/** Steps of a rate that rises until the pool is full: up to which does the API hold, and what gives way first? */
export const { options, handleSummary } = profile(({ mixedLoad, observer }) => {
  const { ratePerSecond, stepFactor, steps, expectedRate, durationMs, requestTimeoutMs } = settings();
  const poolSize = settings().expectedMaxConnections;
  const rates = risingRates(ratePerSecond, stepFactor, steps, expectedRate);
  const load = mixedLoad(risingSteps(rates, { durationMs, requestTimeoutMs, poolSize }));
  const vusByStep = Object.fromEntries(
    Object.entries(load).map(([step, { preAllocatedVUs }]) => [step, preAllocatedVUs]),
  );
  return {
    scenarios: { ...load, ...observer(lengthMs(planOf(load, 'api'))) },
    edge: { kind: 'saturation', poolSize, expectedRate, requestTimeoutMs, vusByStep },
  };
});
export const setup = preflight;
