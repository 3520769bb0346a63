import type { Series, Values } from '../series/series.ts';
import type { ComparedId } from './compared-metrics.ts';
import { addUp, bucketRange, quantile, total, WeightedHistograms, type Weights } from './weighted-histograms.ts';

/** What a side comes to; null where it has no such figure. */
export interface Statistics {
  readonly metrics: Readonly<Record<ComparedId, number | null>>;
  /** 95th percentile of each scenario, in milliseconds. */
  readonly scenarioP95: Readonly<Record<string, number | null>>;
  readonly requests: number;
  readonly answered: number;
}

/** How long answered requests took, over all runs of a side. */
export interface Latencies {
  readonly scenarios: readonly string[];
  /** How many there are, of a scenario or of all. */
  answered(scenario?: string): number;
  /** The percentile of fraction `q`, of a scenario or of all; null without a request. */
  quantile(q: number, scenario?: string): number | null;
}

/**
 * Prepares the latencies of a side for being evaluated many times, each time with other weights.
 *
 * @param settlingMs from the start of each run, in which latencies do not count
 */
export function latenciesOf(runs: readonly Series[], settlingMs: number): (weights: Weights) => Latencies {
  const names = [...new Set(runs.flatMap(({ scenarios }) => Object.keys(scenarios)))];
  const histograms = names.map((name) => runs.map((run) => settledHistograms(run, name, settlingMs)));
  const range = bucketRange(histograms.flat(2));
  const scenarios = histograms.map((ofRuns) => new WeightedHistograms(ofRuns, range));
  return (weights) => {
    const ofScenarios = new Map(scenarios.map((scenario, index) => [names[index], scenario.sum(weights)]));
    const all = addUp([...ofScenarios.values()], range);
    const sumOf = (scenario?: string) => (scenario === undefined ? all : ofScenarios.get(scenario));
    return {
      scenarios: names,
      answered(scenario) {
        const sum = sumOf(scenario);
        return sum === undefined ? 0 : total(sum);
      },
      quantile(q, scenario) {
        const sum = sumOf(scenario);
        return sum === undefined ? null : quantile(sum, q);
      },
    };
  };
}

/** {@link latenciesOf}, and all else that sides are compared by. */
export function statisticsOf(runs: readonly Series[], settlingMs: number): (weights: Weights) => Statistics {
  const latencies = latenciesOf(runs, settlingMs);
  const requests = runs.map(({ api }) => api.requests);
  const failed = runs.map(({ api }) => api.failed);
  const observed = (metric: keyof Series['observed']) => runs.map((run) => run.observed[metric] ?? []);
  const connections = observed('redis_api_connections');
  const looks = connections.map((points) => points.map((value) => (value === null ? null : 1)));
  const received = observed('redis_connections_received');
  const hits = observed('redis_keyspace_hits');
  const misses = observed('redis_keyspace_misses');

  return (weights) => {
    const latency = latencies(weights);
    const requestCount = sum(requests, weights) ?? 0;
    const receivedCount = sum(received, weights);
    const hitCount = sum(hits, weights);
    return {
      metrics: {
        p50: latency.quantile(0.5),
        p95: latency.quantile(0.95),
        p99: latency.quantile(0.99),
        'failed-share': ratio(sum(failed, weights), requestCount),
        connections: ratio(sum(connections, weights), sum(looks, weights)),
        churn: ratio(receivedCount === null ? null : 100 * receivedCount, requestCount),
        'hit-rate': ratio(hitCount, (hitCount ?? 0) + (sum(misses, weights) ?? 0)),
      },
      scenarioP95: Object.fromEntries(latency.scenarios.map((name) => [name, latency.quantile(0.95, name)])),
      requests: requestCount,
      answered: latency.answered(),
    };
  };
}

function settledHistograms({ scenarios, intervalMs }: Series, name: string, settlingMs: number) {
  const histograms = scenarios[name]?.histograms ?? [];
  return histograms.map((histogram, point) => (point * intervalMs < settlingMs ? {} : histogram));
}

/** Null when no point has a value. */
function sum(runs: readonly Values[], weights: Weights): number | null {
  let added: number | null = null;
  runs.forEach((points, run) => {
    points.forEach((value, point) => {
      if (value !== null) added = (added ?? 0) + value * (weights[run]?.[point] ?? 0);
    });
  });
  return added;
}

function ratio(above: number | null, below: number | null): number | null {
  return above === null || !below ? null : above / below;
}
