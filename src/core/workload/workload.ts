import { parseDurationMs } from '../units/duration.ts';
import type { Arrivals } from './arrivals.ts';

/** One scenario of a workload, in numbers. */
export interface ScenarioPlan {
  readonly name: string;
  readonly ratePerSecond: number;
  readonly durationMs: number;
  /** What it sends at least: one iteration at 0 s and one each period, less the one due at the very end. */
  readonly plannedRequests: number;
}

/** Scenarios as `options.scenarios` has them, as far as a plan is about them. */
export type Scenarios = Readonly<Record<string, Arrivals & { readonly tags?: Readonly<Record<string, string>> }>>;

/** What the scenarios against one target (tag `target`) plan to send. */
export function planOf(scenarios: Scenarios, target: 'api' | 'redis'): ScenarioPlan[] {
  return Object.entries(scenarios)
    .filter(([, { tags }]) => tags?.target === target)
    .map(([name, { rate, timeUnit, duration }]) => {
      const durationMs = parseDurationMs(duration);
      const ratePerSecond = (rate * 1_000) / parseDurationMs(timeUnit);
      return {
        name,
        ratePerSecond,
        durationMs,
        plannedRequests: Math.max(1, Math.floor((ratePerSecond * durationMs) / 1_000)),
      };
    });
}

/** The sum of what several scenarios plan to send. */
export function plannedTotal(scenarios: readonly ScenarioPlan[]): number {
  return scenarios.reduce((sum, { plannedRequests }) => sum + plannedRequests, 0);
}
