import { parseDurationMs } from '../units/duration.ts';
import { amongFirst } from './mix.ts';
import { dueWithin, durationMsOf, type Scenarios } from './workload.ts';

/** Requests to the API that are due by a moment of the load. */
export interface DueRequests {
  readonly requests: number;
  /** Those of them that no cache can answer. */
  readonly missRequests: number;
}

/** What the scenarios against the API are to have sent after `elapsedMs`, in all processes that share the run. */
export function dueRequests(scenarios: Scenarios, elapsedMs: number): DueRequests {
  const counts = Object.values(scenarios)
    .filter(({ tags }) => tags?.target === 'api')
    .map((scenario) => {
      const count = dueOf(scenario, elapsedMs - parseDurationMs(scenario.startTime ?? '0s'));
      return { requests: count, missRequests: missesAmong(scenario.exec, count) };
    });
  const sum = (of: keyof DueRequests) => counts.reduce((total, count) => total + count[of], 0);
  return { requests: sum('requests'), missRequests: sum('missRequests') };
}

function dueOf(scenario: Scenarios[string], elapsedMs: number): number {
  if (elapsedMs < 0) return 0;
  const due = Math.floor(dueWithin(scenario, Math.min(elapsedMs, durationMsOf(scenario))));
  // At a constant rate the first is due at once; a ramp sends its first when the first is due.
  return scenario.executor === 'constant-arrival-rate' ? due + 1 : due;
}

function missesAmong(exec: string | undefined, count: number): number {
  if (exec === 'cacheMiss') return count;
  return exec === 'allFlags' || exec === 'singleFlag' ? 0 : amongFirst(count, 'cacheMiss');
}
