import { type LatencyHistogram, merged } from './latency-histogram.ts';
import type { Series } from './series.ts';

/** The latency of all requests that were answered in some points of a run, from one up to but not with another; of all if not said. */
export function latenciesOf({ scenarios }: Pick<Series, 'scenarios'>, from?: number, to?: number): LatencyHistogram {
  return merged(Object.values(scenarios).flatMap(({ histograms }) => histograms.slice(from, to)));
}
