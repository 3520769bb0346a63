import { dueMs, type Starts } from '../../core/workload/starts.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { loadMetrics } from './load-metrics.ts';
import { countOverLimit, countsOverLimit } from './over-limit.ts';
import { scenarioNow } from './scenario-now.ts';

// What this VU knows of the scenario that it runs. VUs seldom change theirs; to ask k6, or to read what setup() handed
// over, which k6 converts each time, is what costs here.
let scenario: { readonly name: string; readonly startTime: number; readonly starts: Starts | undefined } | undefined;

/**
 * How late this iteration starts against its plan: start of the scenario + the time at which its rate makes this
 * iteration due. Whole milliseconds. A generator that is late measures itself and not the API.
 *
 * @returns the number of the iteration in its scenario, of all VUs
 */
export function recordStartDelay(data: SetupData): number {
  const { name, iterationInTest } = scenarioNow();
  if (scenario?.name !== name) scenario = { name, startTime: scenarioNow().startTime, starts: startsFrom(data, name) };
  if (scenario.starts !== undefined) {
    const delayMs = Math.max(0, Date.now() - scenario.startTime - dueMs(scenario.starts, iterationInTest));
    loadMetrics.iteration_start_delay.add(delayMs);
    if (countsOverLimit) countOverLimit('iteration_start_delay', delayMs, name, data);
  }
  return iterationInTest;
}

/** The name of the scenario of the iteration that was recorded last: this one, as long as it runs. */
export function recordedScenario(): string {
  return scenario?.name ?? '';
}

function startsFrom({ starts }: SetupData, name: string): Starts | undefined {
  const found = starts[name];
  return found && { ...found };
}
