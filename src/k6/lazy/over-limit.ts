import type { CountedLimits, CountedMetric } from '../../core/verdict/lost-by.ts';
import { earlyMetrics as metrics } from '../journeys/early-metrics.ts';
import type { SetupData } from '../setup/setup-data.ts';

// The limits of the scenario that this VU runs: what setup() handed over is converted whenever it is read.
let own: { readonly scenario: string; readonly limits: CountedLimits } | undefined;

/** Counts a sample that is at or above a limit on a percentile, where the load is stopped once there are too many. */
export function countOverLimit(of: CountedMetric, value: number, scenario: string, data: SetupData): void {
  if (own?.scenario !== scenario) own = { scenario, limits: limitsFrom(data, scenario) };
  for (const limit of own.limits[of] ?? []) {
    if (value >= limit) metrics?.samples_over_limit(1, { of, limit: `${limit}` });
  }
}

function limitsFrom({ countedLimits }: SetupData, scenario: string): CountedLimits {
  const { http_req_duration = [], iteration_start_delay = [] } = countedLimits?.[scenario] ?? {};
  return { http_req_duration: [...http_req_duration], iteration_start_delay: [...iteration_start_delay] };
}
