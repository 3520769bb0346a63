import exec from 'k6/execution';
import { dueMs, type Starts } from '../../core/workload/starts.ts';
import type { SetupData } from '../setup/setup-data.ts';
import { loadMetrics } from './load-metrics.ts';
import { countOverLimit } from './over-limit.ts';

/** An iteration that has begun. */
export interface Begun {
  /** The name of its scenario. */
  scenario: string;
  /** Its number there, of all VUs. */
  iteration: number;
}

// What this VU knows of the scenario that it runs. VUs seldom change theirs; to ask k6, which makes `exec.scenario` anew each
// time, or to read what setup() handed over, which k6 converts each time, is what costs here.
let now: typeof exec.scenario | undefined;
let startTime = 0;
let starts: Starts | undefined;
const begun: Begun = { scenario: '', iteration: 0 };

/**
 * How late this iteration starts against its plan: start of the scenario + the time at which its rate makes this
 * iteration due. Whole milliseconds. A generator that is late measures itself and not the API.
 *
 * @returns this iteration, as long as it runs
 */
export function recordStartDelay(data: SetupData): Begun {
  // Its fields tell the present whenever they are read.
  now ??= exec.scenario;
  const { name, iterationInTest } = now;
  if (name !== begun.scenario) {
    startTime = now.startTime;
    const found = data.starts[name];
    starts = found && { ...found };
    begun.scenario = name;
  }
  begun.iteration = iterationInTest;
  if (starts !== undefined) {
    const lateMs = Date.now() - startTime - dueMs(starts, iterationInTest);
    const delayMs = lateMs > 0 ? lateMs : 0;
    loadMetrics.iteration_start_delay(delayMs);
    countOverLimit?.('iteration_start_delay', delayMs, name, data);
  }
  return begun;
}
