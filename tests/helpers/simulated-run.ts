import type { ComparedResult } from '../../src/core/compare/compare-runs.ts';
import { type LatencyHistogram, record } from '../../src/core/series/latency-histogram.ts';
import { type EvenLoad, type LoadScenario, simulateLoad } from '../../src/core/sizing/even-load.ts';
import { seededRandom } from '../../src/core/statistics/seeded-random.ts';
import { HEALTHY } from '../core/findings/evidence-of.ts';
import { soundRule } from './sound-result.ts';
import { syntheticResult } from './synthetic-result.ts';

/** A run of a load against a pool of a size, as its result would be: simulated exactly, on a machine with some noise. */
export function simulatedRun(load: EvenLoad, size: number, seed: number): ComparedResult {
  const { ratePerSecond, seconds, holdMs } = load;
  const random = seededRandom(seed);
  const base = syntheticResult({ seed, seconds });
  const lasted = simulateLoad(load, size);
  const names = Object.keys(lasted) as LoadScenario[];
  const scenarios = Object.fromEntries(
    names.map((name) => [
      name,
      {
        ...base.series.scenarios[name],
        histograms: inSeconds(lasted[name], seconds, () => 0.5 - 2 * Math.log(1 - random())),
      },
    ]),
  );
  const counts = names.map((name) => lasted[name].length);
  const requests = counts.reduce((sum, count) => sum + count, 0);
  const rules = [
    soundRule({ id: 'latency-p95', samples: requests }),
    soundRule({ id: 'latency-p99', limit: 'p(99)<100', samples: requests }),
    ...names.map((name, index) =>
      soundRule({
        id: `scenario-latency-p95:${name}`,
        metric: `http_req_duration{expected_response:true,scenario:${name}}`,
        scenario: name,
        samples: counts[index] ?? 0,
      }),
    ),
  ];
  const loans = Math.round(requests * 1.1);
  return {
    ...base,
    rules,
    requests: { ...base.requests, requests, failedRequests: 0 },
    series: { ...base.series, scenarios } as ComparedResult['series'],
    evidence: {
      ...HEALTHY,
      requests,
      requestsPlanned: requests,
      durationMs: seconds * 1_000,
      requestsFailed: 0,
      requestsInFlight: (ratePerSecond * 1.1 * holdMs) / 1_000,
      poolLoans: loans,
      poolHeldMs: loans * (holdMs + 0.4),
      poolFallbacks: 0,
    },
  };
}

/** Requests come evenly, so their place in the order tells their second. */
function inSeconds(lastedMs: readonly number[], seconds: number, noise: () => number): LatencyHistogram[] {
  const histograms = Array.from({ length: seconds }, (): LatencyHistogram => ({}));
  for (const [index, ms] of lastedMs.entries()) {
    const histogram = histograms[Math.floor((index * seconds) / lastedMs.length)];
    if (histogram !== undefined) record(histogram, ms + noise());
  }
  return histograms;
}
