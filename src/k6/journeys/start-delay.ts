import exec from 'k6/execution';
import { Trend } from 'k6/metrics';
import type { Arrivals } from '../../core/workload/arrivals.ts';
import type { Ramp } from '../../core/workload/ramp.ts';
import { dueMsOf } from '../../core/workload/workload.ts';

const startDelay = new Trend('iteration_start_delay', true);
const scenarios: Record<string, Arrivals | Ramp> = {};

/**
 * How late this iteration starts against its plan: start of the scenario + the time at which its rate makes this
 * iteration due. Whole milliseconds. A generator that is late measures itself and not the API.
 */
export function recordStartDelay(): void {
  const { name, startTime, iterationInTest } = exec.scenario;
  // k6 builds its options anew each time they are asked for.
  scenarios[name] ??= exec.test.options.scenarios?.[name] as unknown as Arrivals | Ramp;
  startDelay.add(Math.max(0, Date.now() - startTime - dueMsOf(scenarios[name], iterationInTest)));
}
