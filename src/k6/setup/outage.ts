import { formatDurationMs } from '../../core/units/duration.ts';
import type { Scenario } from './profile.ts';

/** Takes Redis away at one moment of the run and brings it back at another, by a request each to CONTROL_URL. */
export function outage(faultAtMs: number, returnAtMs: number): Record<string, Scenario> {
  return { fault: controlAt(faultAtMs), recover: controlAt(returnAtMs) };
}

/** A single iteration at `startMs`, which may take its time. */
function controlAt(startMs: number): Scenario {
  return {
    executor: 'constant-arrival-rate',
    rate: 1,
    timeUnit: '1h',
    startTime: formatDurationMs(startMs),
    duration: '1s',
    gracefulStop: '140s',
    preAllocatedVUs: 1,
    exec: 'control',
    tags: { target: 'control' },
  };
}
