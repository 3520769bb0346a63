import type { CacheUse, JourneyShape } from '../journey/journey-shape.ts';
import { amongFirst, missShareOf, roundOf } from '../journey/mix.ts';
import { parseDurationMs } from '../units/duration.ts';
import { dueWithin, durationMsOf, type Scenarios } from './workload.ts';

/** Requests to the API that are due by a moment of the load. */
export interface DueRequests {
  readonly requests: number;
  /** Those of them that ask a cache. */
  readonly cacheRequests: number;
  /** Those of these that no cache can answer. */
  readonly missRequests: number;
  /** How large a part of those that ask a cache these are by plan, from 0 to 1. */
  readonly missShare: number;
}

/** What the scenarios against the API are to have sent after `elapsedMs`, in all processes that share the run. */
export function dueRequests(scenarios: Scenarios, elapsedMs: number, journey: JourneyShape): DueRequests {
  const round = roundOf(journey);
  const counts = Object.entries(scenarios)
    .filter(([, { tags }]) => tags?.target === 'api')
    .map(([name, scenario]) => {
      const count = dueOf(scenario, elapsedMs - parseDurationMs(scenario.startTime ?? '0s'));
      const own = journey.requests[name]?.cache;
      const amongThem = (cache: CacheUse) =>
        scenario.exec === 'steady' ? (own === cache ? count : 0) : amongFirst(round, count, cache);
      return { all: count, warm: amongThem('warm'), miss: amongThem('miss') };
    });
  const sum = (of: 'all' | 'warm' | 'miss') => counts.reduce((total, count) => total + count[of], 0);
  return {
    requests: sum('all'),
    cacheRequests: sum('warm') + sum('miss'),
    missRequests: sum('miss'),
    missShare: missShareOf(journey),
  };
}

function dueOf(scenario: Scenarios[string], elapsedMs: number): number {
  if (elapsedMs < 0) return 0;
  const due = Math.floor(dueWithin(scenario, Math.min(elapsedMs, durationMsOf(scenario))));
  // At a constant rate the first is due at once; a ramp sends its first when the first is due.
  return scenario.executor === 'constant-arrival-rate' ? due + 1 : due;
}
