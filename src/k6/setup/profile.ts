import type { ConstantArrivalRateScenario, Options, RampingArrivalRateScenario } from 'k6/options';
import loadProfileHooks from 'lazy/profile-hooks';
import journey from 'the-journey';
import type { BreakpointPlan } from '../../core/edge/breakpoint.ts';
import type { SaturationPlan } from '../../core/edge/saturation.ts';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import type { SummaryData } from '../../core/summary/summary-data.ts';
import { formatDurationMs } from '../../core/units/duration.ts';
import { type Arrivals, arrivals, inTurn, type Phase } from '../../core/workload/arrivals.ts';
import type { Ramp } from '../../core/workload/ramp.ts';
import { isFirstVu, settings, settingsProblems } from './settings.ts';

/** A scenario as k6 takes it. */
export type Scenario = (ConstantArrivalRateScenario & Arrivals) | (RampingArrivalRateScenario & Ramp);

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

/** What makes a profile, beside its file in `thresholds/`. */
interface Load {
  readonly scenarios: Record<string, Scenario>;
  /** What the profile looks for, if its purpose is to find where the API stops holding. */
  readonly edge?: SaturationPlan | BreakpointPlan;
}

/** What a profile exports. */
interface Profile {
  readonly options: Options | undefined;
  readonly handleSummary: (data: SummaryData) => Record<string, string>;
}

/** Options that k6 refuses with exit code 104 (invalid configuration), which a script cannot choose by itself. */
const REFUSED = { scenarios: { refused: { executor: 'none, because of the settings named above' } } };

/**
 * k6's hooks for a profile: its load, judged by the rules of its file in `thresholds/`. k6 evaluates a script anew for
 * each of hundreds of VUs and asks only the first for options. The others lay out no load, and export no options, into
 * which k6 would copy all of those that it has.
 */
export function profile(layOut: () => Load): Profile {
  const load = () => ({ settings: settings(), ...layOut() });
  return {
    options: isFirstVu ? checkedOptions(load) : undefined,
    handleSummary: (data) => loadProfileHooks().summaryOf(load(), data),
  };
}

function checkedOptions(load: () => Load & { settings: LoadSettings }): Options {
  const hooks = loadProfileHooks();
  const ofSettings = settingsProblems();
  const problems = ofSettings.length > 0 ? ofSettings : hooks.limitProblems(load());
  for (const problem of problems) console.error(problem);
  return problems.length > 0 ? (REFUSED as unknown as Options) : hooks.optionsOf(load());
}
