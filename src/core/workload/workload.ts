import { parseDurationMs } from '../units/duration.ts';
import type { Arrivals } from './arrivals.ts';

/** One scenario of a workload, in numbers. */
export interface ScenarioPlan {
  readonly name: string;
  readonly ratePerSecond: number;
  /** When it begins, counted from the begin of the run. */
  readonly startMs: number;
  readonly durationMs: number;
  /** What it sends at least: one iteration at 0 s and one each period, less the one due at the very end. */
  readonly plannedRequests: number;
}

/** The time from one iteration to the next. */
export function periodMsOf({ rate, timeUnit }: Pick<Arrivals, 'rate' | 'timeUnit'>): number {
  return parseDurationMs(timeUnit) / rate;
}

/** Scenarios as `options.scenarios` has them, as far as a plan is about them. */
export type Scenarios = Readonly<Record<string, Arrivals & { readonly tags?: Readonly<Record<string, string>> }>>;

/** What the scenarios against one target (tag `target`) plan to send. */
export function planOf(scenarios: Scenarios, target: 'api' | 'redis'): ScenarioPlan[] {
  return Object.entries(scenarios)
    .filter(([, { tags }]) => tags?.target === target)
    .map(([name, scenario]) => {
      const durationMs = parseDurationMs(scenario.duration);
      const periodMs = periodMsOf(scenario);
      // A period such as 1000/35 ms is no exact number: 1050 periods must not count as 1049.999….
      const plannedRequests = Math.max(1, Math.floor(durationMs / periodMs + 1e-6));
      return {
        name,
        ratePerSecond: 1_000 / periodMs,
        startMs: parseDurationMs(scenario.startTime ?? '0s'),
        durationMs,
        plannedRequests,
      };
    });
}

/** The sum of what several scenarios plan to send. */
export function plannedTotal(scenarios: readonly ScenarioPlan[]): number {
  return scenarios.reduce((sum, { plannedRequests }) => sum + plannedRequests, 0);
}

/** How long a workload lasts, from the begin of its first scenario to the end of its last. */
export function lengthMs(scenarios: readonly ScenarioPlan[]): number {
  return (
    Math.max(...scenarios.map(({ startMs, durationMs }) => startMs + durationMs)) -
    Math.min(...scenarios.map(({ startMs }) => startMs))
  );
}
