import { Trend } from 'k6/metrics';
import type { Arrivals } from '../../core/workload/arrivals.ts';
import type { Ramp } from '../../core/workload/ramp.ts';
import { dueTimesOf } from '../../core/workload/workload.ts';
import { scenarioNow } from './scenario-now.ts';

const startDelay = new Trend('iteration_start_delay', true);
let plan: Readonly<Record<string, Arrivals | Ramp>> = {};
const dueTimes: Record<string, (index: number) => number> = {};

/** Tells which scenarios there are; k6 knows them too, and copies all of its options each time it is asked. */
export function planStarts(scenarios: Readonly<Record<string, Arrivals | Ramp>>): void {
  plan = scenarios;
}

/**
 * How late this iteration starts against its plan: start of the scenario + the time at which its rate makes this
 * iteration due. Whole milliseconds. A generator that is late measures itself and not the API.
 */
export function recordStartDelay(): void {
  const { name, startTime, iterationInTest } = scenarioNow();
  const scenario = plan[name];
  if (scenario === undefined) return;
  dueTimes[name] ??= dueTimesOf(scenario);
  startDelay.add(Math.max(0, Date.now() - startTime - dueTimes[name](iterationInTest)));
}
