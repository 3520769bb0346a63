import { percentile } from '../metrics/percentile.ts';
import { type SimulatedRequest, simulateRequests } from './simulate-pool.ts';

/** The requests of the load profile as they are sent to the local stack, and what each does there. */
export interface EvenLoad {
  readonly ratePerSecond: number;
  readonly seconds: number;
  /** How long each loan holds its connection; a miss borrows twice, with the database between. */
  readonly holdMs: number;
  readonly databaseMs: number;
}

export type LoadScenario = 'all_flags' | 'single_flag' | 'cache_miss';

/** Percent of the load, as journeys/flags.ts has them. */
const SHARES: Readonly<Record<LoadScenario, number>> = { all_flags: 70, single_flag: 20, cache_miss: 10 };

/** How long each request takes with a pool of a size, by scenario and in the order in which they come. */
export function simulateLoad(load: EvenLoad, size: number): Record<LoadScenario, number[]> {
  const requests = Object.keys(SHARES).flatMap((scenario) => requestsOf(scenario as LoadScenario, load));
  const lastedMs = simulateRequests(requests, size);
  const of = (scenario: LoadScenario) => lastedMs.filter((_ms, index) => requests[index]?.scenario === scenario);
  return { all_flags: of('all_flags'), single_flag: of('single_flag'), cache_miss: of('cache_miss') };
}

/** The smallest pool with which the load holds the limits of the load profile: what measuring should come to. */
export function trueSize(load: EvenLoad, largest: number): number | undefined {
  return Array.from({ length: largest }, (_item, index) => index + 1).find((size) => {
    const byScenario = Object.values(simulateLoad(load, size));
    const isBelow = (lastedMs: readonly number[], quantile: number, limitMs: number) =>
      percentile(
        [...lastedMs].sort((a, b) => a - b),
        quantile,
      ) < limitMs;
    return byScenario.every((lastedMs) => isBelow(lastedMs, 0.95, 50)) && isBelow(byScenario.flat(), 0.99, 100);
  });
}

/** Each kind comes evenly, at its share of the rate, and all of them from the same moment on. */
function requestsOf(
  scenario: LoadScenario,
  { ratePerSecond, seconds, holdMs, databaseMs }: EvenLoad,
): (SimulatedRequest & { readonly scenario: LoadScenario })[] {
  const perSecond = (ratePerSecond * SHARES[scenario]) / 100;
  return Array.from({ length: Math.floor(perSecond * seconds) }, (_item, index) => ({
    scenario,
    atMs: (index * 1_000) / perSecond,
    holdsMs: scenario === 'cache_miss' ? [holdMs, holdMs] : [holdMs],
    betweenMs: databaseMs,
  }));
}
