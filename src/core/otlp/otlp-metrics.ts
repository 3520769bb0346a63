import { METRICS } from '../metrics/catalogue.ts';
import { type ObservedMetric, overTime } from '../series/observed-metrics.ts';
import { emptyBin, mergeBin, type SeriesBin } from '../series/series-bin.ts';
import type { SeriesPart } from '../series/series-recorder.ts';
import { exponentialHistogram } from './exponential-histogram.ts';
import { integer } from './integer.ts';

/** In front of the names of the catalogue, which others use as well. */
const PREFIX = 'poolproof.';
const CUMULATIVE = 2;
/** Units as OpenTelemetry spells them. A count has none: `1` is what shares have. */
const UNITS = { ms: 'ms', bytes: 'By', share: '1', count: '', status: '' } as const;

/** Names and values that tell series apart. */
type Attributes = Readonly<Record<string, string>>;

interface Moment {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

/**
 * A run so far as OTLP over HTTP takes it, in JSON: `ExportMetricsServiceRequest`. Totals are since the load began; levels
 * are those of the newest point that has them. https://opentelemetry.io/docs/specs/otlp/
 *
 * @param part everything that was recorded since the load began
 * @param resource tells this run from others
 * @returns undefined before the load began
 */
export function otlpMetrics(part: SeriesPart, resource: Attributes, nowMs: number) {
  if (part.beganAtMs === null) return undefined;
  const moment = { startTimeUnixNano: nanoseconds(part.beganAtMs), timeUnixNano: nanoseconds(nowMs) };
  const total = emptyBin();
  for (const [, bin] of part.bins) mergeBin(total, bin);
  const levels: SeriesBin['observed'] = Object.assign({}, ...part.bins.map(([, bin]) => bin.observed));
  const metrics = [...trafficMetrics(total, moment), ...observedMetrics(total.observed, levels, moment)];
  return {
    resourceMetrics: [
      { resource: { attributes: attributes(resource) }, scopeMetrics: [{ scope: { name: 'poolproof' }, metrics }] },
    ],
  };
}

function trafficMetrics({ scenarios }: SeriesBin, moment: Moment) {
  const of = Object.entries(scenarios).map(([scenario, traffic]) => ({ scenario, ...traffic }));
  if (of.length === 0) return [];
  const failed = of.flatMap(({ scenario, errors }) =>
    Object.entries(errors).map(([error, count]) => ({ ...point(moment, { scenario, error }), asInt: integer(count) })),
  );
  return [
    {
      name: `${PREFIX}http_req_duration`,
      description: 'how long answered requests took',
      unit: UNITS.ms,
      exponentialHistogram: {
        aggregationTemporality: CUMULATIVE,
        dataPoints: of.map(({ scenario, latency, maxMs }) => ({
          ...point(moment, { scenario }),
          ...exponentialHistogram(latency),
          max: maxMs,
        })),
      },
    },
    sum(
      'http_reqs',
      'requests that ended',
      of.map(({ scenario, requests }) => ({ ...point(moment, { scenario }), asInt: integer(requests) })),
    ),
    // A metric without a point is an error to Prometheus.
    ...(failed.length === 0 ? [] : [sum('http_reqs_failed', 'requests that failed, by kind of error', failed)]),
    sum(
      'dropped_iterations',
      'iterations that found no free VU',
      of.map(({ scenario, dropped }) => ({ ...point(moment, { scenario }), asInt: integer(dropped) })),
    ),
  ];
}

function observedMetrics(totals: SeriesBin['observed'], levels: SeriesBin['observed'], moment: Moment) {
  return (Object.keys(totals) as ObservedMetric[]).map((name) => {
    const { title, unit } = describe(METRICS[name]);
    if (overTime(name) === 'sum') return sum(name, title, [{ ...point(moment, {}), asDouble: totals[name] ?? 0 }]);
    const dataPoints = [{ ...point(moment, {}), asDouble: levels[name] ?? 0 }];
    return { name: `${PREFIX}${name}`, description: title, unit, gauge: { dataPoints } };
  });
}

/** k6's own have neither title nor unit. */
function describe(metric: (typeof METRICS)[ObservedMetric]) {
  return 'title' in metric ? { title: metric.title, unit: UNITS[metric.unit] } : { title: '', unit: UNITS.count };
}

function sum<Point>(name: string, description: string, dataPoints: readonly Point[]) {
  const of = { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints };
  return { name: `${PREFIX}${name}`, description, unit: UNITS.count, sum: of };
}

function point(moment: Moment, names: Attributes) {
  return { ...moment, attributes: attributes(names) };
}

function attributes(names: Attributes) {
  return Object.entries(names).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

function nanoseconds(ms: number): string {
  return integer(BigInt(Math.round(ms)) * 1_000_000n);
}
