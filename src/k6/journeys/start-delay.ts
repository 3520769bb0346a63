import { Trend } from 'k6/metrics';
import { dueMs } from '../../core/workload/starts.ts';
import type { SetupData } from './flags.ts';
import { scenarioNow } from './scenario-now.ts';

const startDelay = new Trend('iteration_start_delay', true);

/**
 * How late this iteration starts against its plan: start of the scenario + the time at which its rate makes this
 * iteration due. Whole milliseconds. A generator that is late measures itself and not the API.
 */
export function recordStartDelay({ starts }: SetupData): void {
  const { name, startTime, iterationInTest } = scenarioNow();
  const planned = starts[name];
  if (planned !== undefined) startDelay.add(Math.max(0, Date.now() - startTime - dueMs(planned, iterationInTest)));
}
