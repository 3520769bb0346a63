import { latenciesOf } from '../../../core/series/latencies-of.ts';
import { percentileOf } from '../../../core/series/latency-histogram.ts';
import type { Series } from '../../../core/series/series.ts';
import { peakOf } from '../charts/statistics.ts';

/** The latency of all requests that ended in some points of a run, from one up to but not with another. */
export function latencyOfPoints(series: Series, from: number, to: number) {
  const histogram = latenciesOf(series, from, to);
  const max = peakOf(series.api.latencyMs.max.slice(from, to))?.value ?? null;
  const below = (q: number) => {
    const value = percentileOf(histogram, q);
    return value === null || max === null ? value : Math.min(value, max);
  };
  return { p50: below(0.5), p95: below(0.95), max };
}
