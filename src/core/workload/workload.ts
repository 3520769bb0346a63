import { parseDurationMs } from '../units/duration.ts';
import type { Arrivals } from './arrivals.ts';
import { evenVus, type Stripe, shareOf, stripeByVus } from './execution-segment.ts';
import { dueAfter, type Ramp, rampDurationMs } from './ramp.ts';

/** One scenario of a workload, in numbers. */
export interface ScenarioPlan {
  readonly name: string;
  /** Of a rate that rises, the mean. */
  readonly ratePerSecond: number;
  /** When it begins, counted from the start of the run. */
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
export type Scenarios = Readonly<
  Record<string, (Arrivals | Ramp) & { readonly exec?: string; readonly tags?: Readonly<Record<string, string>> }>
>;

/**
 * What the scenarios against one target (tag `target`) plan to send.
 *
 * @param untilMs when the run was stopped, counted from its begin: only what was due by then is planned
 */
export function planOf(
  scenarios: Scenarios,
  target: 'api' | 'redis',
  untilMs = Number.POSITIVE_INFINITY,
): ScenarioPlan[] {
  return Object.entries(scenarios)
    .filter(([, { tags }]) => tags?.target === target)
    .map(([name, scenario]) => {
      const startMs = parseDurationMs(scenario.startTime ?? '0s');
      const wholeMs = durationMsOf(scenario);
      const durationMs = Math.min(wholeMs, Math.max(0, untilMs - startMs));
      return {
        name,
        ratePerSecond:
          scenario.executor === 'ramping-arrival-rate'
            ? dueAfter(scenario, wholeMs) / (wholeMs / 1_000)
            : 1_000 / periodMsOf(scenario),
        startMs,
        durationMs,
        plannedRequests: Math.max(1, Math.floor(dueWithin(scenario, durationMs))),
      };
    });
}

/**
 * What one of several processes that share the run plans to send: scenarios of which it has neither a VU nor an iteration
 * are left out.
 */
export function planOfStripe(plans: readonly ScenarioPlan[], scenarios: Scenarios, stripe: Stripe): ScenarioPlan[] {
  return plans.flatMap((plan) => {
    const vus = evenVus(stripe, scenarios[plan.name]?.preAllocatedVUs ?? 0);
    const { outOf, numbers } = stripeByVus(stripe, vus);
    const plannedRequests = shareOf({ outOf, numbers }, plan.plannedRequests);
    if (plannedRequests === 0) return [];
    return [{ ...plan, plannedRequests, ratePerSecond: plan.ratePerSecond * (numbers.length / outOf) }];
  });
}

/** How long a scenario lasts. */
export function durationMsOf(scenario: Arrivals | Ramp): number {
  return scenario.executor === 'ramping-arrival-rate' ? rampDurationMs(scenario) : parseDurationMs(scenario.duration);
}

/** How many iterations of a scenario are due within its first `elapsedMs`; not a whole number as a rule. */
export function dueWithin(scenario: Arrivals | Ramp, elapsedMs: number): number {
  // A period such as 1000/35 ms is no exact number: 1050 periods must not count as 1049.999….
  const due =
    scenario.executor === 'ramping-arrival-rate' ? dueAfter(scenario, elapsedMs) : elapsedMs / periodMsOf(scenario);
  return due + 1e-6;
}

/** The sum of what several scenarios plan to send. */
export function plannedTotal(scenarios: readonly ScenarioPlan[]): number {
  return scenarios.reduce((sum, { plannedRequests }) => sum + plannedRequests, 0);
}

/** How long a workload lasts, from the start of its first scenario to the end of its last. */
export function lengthMs(scenarios: readonly ScenarioPlan[]): number {
  return (
    Math.max(...scenarios.map(({ startMs, durationMs }) => startMs + durationMs)) -
    Math.min(...scenarios.map(({ startMs }) => startMs))
  );
}

/** When the last scenario is to end, whatever it is against: milliseconds since the start of the load. */
export function plannedEndMs(scenarios: Scenarios): number {
  return Math.max(
    ...Object.values(scenarios).map((scenario) => parseDurationMs(scenario.startTime ?? '0s') + durationMsOf(scenario)),
  );
}
