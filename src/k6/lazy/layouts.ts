import journey from 'the-journey';
import { formatDurationMs } from '../../core/units/duration.ts';
import { type Arrivals, arrivals, inTurn, type Phase } from '../../core/workload/arrivals.ts';
import type { Ramp } from '../../core/workload/ramp.ts';
import type { Scenario } from '../setup/profile.ts';
import { settings } from '../setup/settings.ts';

/** The mix of the journey, exact and not drawn by lot: each of its requests arrives at a rate of its own. */
export function steadyLoad(): Record<string, Scenario> {
  return Object.fromEntries(
    Object.entries(journey.requests).map(([name, { share }]) => [
      name,
      { ...arrivals(settings(), share), exec: 'steady', tags: { target: 'api' } },
    ]),
  );
}

/** Scenarios in which the requests of the journey come in turn, so that each has its mix. */
export function mixedLoad<S extends Arrivals | Ramp>(
  scenarios: Readonly<Record<string, S>>,
  exec = 'mixed',
): Record<string, S & { exec: string; tags: { target: 'api' } }> {
  return Object.fromEntries(
    Object.entries(scenarios).map(([name, scenario]) => [
      name,
      { ...scenario, exec, tags: { target: 'api' as const } },
    ]),
  );
}

/** Phases one after the other, each with the mix of the journey at a constant rate of its own. */
export function phases(list: readonly Phase[], exec = 'mixed'): Record<string, Scenario> {
  return mixedLoad(inTurn(list, settings().requestTimeoutMs), exec);
}

/** A look at what stayed open, at the end of each of several silences: one iteration each `everyMs`. */
export function settledScenario(everyMs: number, times: number): Record<string, Scenario> {
  if (!settings().redisUrl) return {};
  return {
    settled: {
      executor: 'constant-arrival-rate',
      rate: 1,
      timeUnit: formatDurationMs(everyMs),
      // Just before the next load begins.
      startTime: formatDurationMs(everyMs - 200),
      duration: formatDurationMs(everyMs * (times - 1) + 1_000),
      preAllocatedVUs: 1,
      exec: 'settled',
      tags: { target: 'redis' },
    },
  };
}

/**
 * The observer of Redis and of the pool, on one VU; no scenario at all when there is neither to look at. It begins with
 * the load, or at `startMs`, and looks once more when the load is over.
 */
export function observer(durationMs = settings().durationMs, exec = 'observe', startMs = 0): Record<string, Scenario> {
  return settings().redisUrl || settings().poolPath ? observing(durationMs, exec, startMs) : {};
}

/** The observer that also follows how latency, connections and memory drift; the first needs neither Redis nor pool. */
export function driftObserver(): Record<string, Scenario> {
  return observing(settings().durationMs, 'observeDrift');
}

function observing(durationMs: number, exec: string, startMs = 0): Record<string, Scenario> {
  return {
    observer: {
      executor: 'constant-arrival-rate',
      rate: 1,
      timeUnit: formatDurationMs(settings().observeEveryMs),
      startTime: formatDurationMs(startMs),
      duration: formatDurationMs(durationMs - startMs + settings().observeEveryMs / 2),
      preAllocatedVUs: 1,
      exec,
      tags: { target: 'redis' },
    },
  };
}

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
