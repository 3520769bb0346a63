import exec from 'k6/execution';
import { planOf, type Scenarios } from '../../../core/workload/workload.ts';

let phases: ReturnType<typeof planOf> | undefined;

/** A tag `phase` with the name of the scenario against the API that runs now; none while several or none do. */
export function phaseNow(): { phase?: string } {
  phases ??= planOf(exec.test.options.scenarios as unknown as Scenarios, 'api');
  const elapsedMs = Date.now() - exec.scenario.startTime;
  const running = phases.filter(({ startMs, durationMs }) => startMs <= elapsedMs && elapsedMs <= startMs + durationMs);
  const [only] = running;
  return only === undefined || running.length > 1 ? {} : { phase: only.name };
}
