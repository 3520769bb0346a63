import exec from 'k6/execution';
import { Trend } from 'k6/metrics';
import type { Arrivals } from '../../core/workload/arrivals.ts';
import { periodMsOf } from '../../core/workload/workload.ts';

const startDelay = new Trend('iteration_start_delay', true);
const periodsMs: Record<string, number> = {};

/**
 * How late this iteration starts against its plan: start of the scenario + number of the iteration × period. Whole
 * milliseconds. A generator that is late measures itself and not the API.
 */
export function recordStartDelay(): void {
  const { name, startTime, iterationInTest } = exec.scenario;
  periodsMs[name] ??= periodMsOf(exec.test.options.scenarios?.[name] as unknown as Arrivals);
  startDelay.add(Math.max(0, Date.now() - startTime - iterationInTest * periodsMs[name]));
}
