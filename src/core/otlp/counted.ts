import { overTime } from '../series/observed-metrics.ts';
import type { SeriesBin } from '../series/series-bin.ts';
import { type Attributes, type Described, describe, described, observedNames, UNITS } from './described.ts';
import { exponentialHistogram } from './exponential-histogram.ts';
import { integer } from './integer.ts';

/** What is counted since the load began. */
export interface Counted extends Described {
  readonly kind: 'sum' | 'exponentialHistogram';
  readonly points: readonly {
    readonly names: Attributes;
    readonly figures: object;
    /** The same of nothing. */
    readonly nothing: object;
  }[];
}

/** Everything that is counted. */
export function countedIn(total: SeriesBin): Counted[] {
  return [...traffic(total), ...sums(total)];
}

function traffic({ scenarios }: SeriesBin): Counted[] {
  const all = Object.entries(scenarios);
  // The observer, which sends none, may drop iterations.
  const of = all.filter(([, { requests }]) => requests > 0);
  const failed = of.flatMap(([scenario, { errors }]) =>
    Object.entries(errors).map(([error, count]) => whole({ scenario, error }, count)),
  );
  const metrics: Counted[] = [
    {
      ...described('http_req_duration', 'how long answered requests took', UNITS.ms),
      kind: 'exponentialHistogram',
      points: of.map(([scenario, { latency, maxMs }]) => ({
        names: { scenario },
        figures: { ...exponentialHistogram(latency), max: maxMs },
        nothing: exponentialHistogram({}),
      })),
    },
    sum(
      described('http_reqs', 'requests that ended'),
      of.map(([scenario, { requests }]) => whole({ scenario }, requests)),
    ),
    sum(described('http_reqs_failed', 'requests that failed, by kind of error'), failed),
    sum(
      described('dropped_iterations', 'iterations that found no free VU'),
      all.map(([scenario, { dropped }]) => whole({ scenario }, dropped)),
    ),
  ];
  // A metric without a point is an error to Prometheus.
  return metrics.filter(({ points }) => points.length > 0);
}

function sums({ observed }: SeriesBin): Counted[] {
  return observedNames(observed)
    .filter((name) => overTime(name) === 'sum')
    .map((name) => {
      const figures = { asDouble: observed[name] ?? 0 };
      return sum(describe(name), [{ names: {}, figures, nothing: { asDouble: 0 } }]);
    });
}

function sum(metric: Described, points: Counted['points']): Counted {
  return { ...metric, kind: 'sum', points };
}

function whole(names: Attributes, count: number): Counted['points'][number] {
  return { names, figures: { asInt: integer(count) }, nothing: { asInt: '0' } };
}
