import exec from 'k6/execution';
import { parseDurationMs } from '../../core/units/duration.ts';
import type { Scenarios } from '../../core/workload/workload.ts';

let scenarios: Scenarios | undefined;

/** The scenarios of the run, asked for once: k6 copies them each time. */
export function scenariosOfRun(): Scenarios {
  scenarios ??= exec.test.options.scenarios as unknown as Scenarios;
  return scenarios;
}

/** Milliseconds since the load began. */
export function elapsedMs(): number {
  const { name, startTime } = exec.scenario;
  return Date.now() - startTime + parseDurationMs(scenariosOfRun()[name]?.startTime ?? '0s');
}
