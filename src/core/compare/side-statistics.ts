import type { Series, Values } from '../series/series.ts';
import type { ComparedId } from './compared-metrics.ts';
import { bucketRange, PointsInRow, WeightedHistograms, type Weights, weighted } from './weighted-histograms.ts';

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
  const points = pointsOf(runs);
  const all = new WeightedHistograms(histograms, points, range);
  const scenarios = new Map(
    histograms.map((ofRuns, index) => [names[index], new WeightedHistograms([ofRuns], points, range)]),
  );
  const of = (scenario?: string) => (scenario === undefined ? all : scenarios.get(scenario));
  return (weights) => {
    const row = points.numbers(weights);
    return {
      scenarios: names,
      answered: (scenario) => of(scenario)?.total(row) ?? 0,
      quantile: (q, scenario) => of(scenario)?.quantile(q, row) ?? null,
    };
  };
}

/** {@link latenciesOf}, and all else that sides are compared by. */
export function statisticsOf(runs: readonly Series[], settlingMs: number): (weights: Weights) => Statistics {
  const latencies = latenciesOf(runs, settlingMs);
  const points = pointsOf(runs);
  const summed = (values: readonly Values[]) => sumOf(points, values);
  const observed = (metric: keyof Series['observed']) => runs.map((run) => run.observed[metric] ?? []);
  const requests = summed(runs.map(({ api }) => api.requests));
  const failed = summed(runs.map(({ api }) => api.failed));
  const connections = summed(observed('redis_api_connections'));
  const looks = summed(
    observed('redis_api_connections').map((values) => values.map((value) => (value === null ? null : 1))),
  );
  const received = summed(observed('redis_connections_received'));
  const hits = summed(observed('redis_keyspace_hits'));
  const misses = summed(observed('redis_keyspace_misses'));
  return (weights) => {
    const latency = latencies(weights);
    const row = points.numbers(weights);
    const requestCount = requests(row) ?? 0;
    const receivedCount = received(row);
    const hitCount = hits(row);
    return {
      metrics: {
        p50: latency.quantile(0.5),
        p95: latency.quantile(0.95),
        p99: latency.quantile(0.99),
        'failed-share': ratio(failed(row), requestCount),
        connections: ratio(connections(row), looks(row)),
        churn: ratio(receivedCount === null ? null : 100 * receivedCount, requestCount),
        'hit-rate': ratio(hitCount, (hitCount ?? 0) + (misses(row) ?? 0)),
      },
      scenarioP95: Object.fromEntries(latency.scenarios.map((name) => [name, latency.quantile(0.95, name)])),
      requests: requestCount,
      answered: latency.answered(),
    };
  };
}

function pointsOf(runs: readonly Series[]): PointsInRow {
  return new PointsInRow(runs.map(({ points }) => points));
}

function settledHistograms({ scenarios, intervalMs }: Series, name: string, settlingMs: number) {
  const histograms = scenarios[name]?.histograms ?? [];
  return histograms.map((histogram, point) => (point * intervalMs < settlingMs ? {} : histogram));
}

/** Null when no point has a value. */
function sumOf(points: PointsInRow, runs: readonly Values[]): (weights: Float64Array) => number | null {
  const values = points.numbers(runs);
  const hasValue = runs.some((ofRun) => ofRun.some((value) => value !== null));
  return (weights) => (hasValue ? weighted(values, weights) : null);
}

function ratio(above: number | null, below: number | null): number | null {
  return above === null || !below ? null : above / below;
}
