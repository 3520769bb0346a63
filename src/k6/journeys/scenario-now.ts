import exec from 'k6/execution';

let scenario: typeof exec.scenario | undefined;

/** `exec.scenario`, asked for once per VU: its fields tell the present whenever they are read, and k6 makes it anew each time. */
export function scenarioNow(): typeof exec.scenario {
  scenario ??= exec.scenario;
  return scenario;
}
