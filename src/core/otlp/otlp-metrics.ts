import type { Mark } from '../series/series.ts';
import { emptyBin, mergeBin } from '../series/series-bin.ts';
import type { SeriesPart } from '../series/series-recorder.ts';
import { type Counted, countedIn } from './counted.ts';
import { type Attributes, attributes } from './described.ts';
import { integer } from './integer.ts';
import { endTime, type Level, levelsSince, markTimes } from './levels.ts';

const CUMULATIVE = 2;

/** When metrics are sent, and what was sent before. */
interface Sending {
  readonly nowMs: number;
  /** When those that arrived last were sent; null before. */
  readonly arrivedMs: number | null;
  /** What was counted in any that were sent, as `counted` names it. */
  readonly sent: ReadonlySet<string>;
  /** Whether nothing comes after it. */
  readonly isLast?: boolean;
}

/**
 * A run so far as OTLP over HTTP takes it, in JSON: `ExportMetricsServiceRequest`. Totals are since the load began. The first
 * point of a total comes after one of nothing: who sees it begin with 40 cannot tell how fast it got there. Levels are the
 * peak since the last time. https://opentelemetry.io/docs/specs/otlp/
 *
 * @param part everything that was recorded since the load began
 * @param marks what was done so far; times are milliseconds since 1970
 * @param resource tells this run from others
 * @returns the request, and what is counted in it; undefined before the load began
 */
export function otlpMetrics(part: SeriesPart, marks: readonly Mark[], resource: Attributes, sending: Sending) {
  if (part.beganAtMs === null) return undefined;
  const total = emptyBin();
  for (const [, bin] of part.bins) mergeBin(total, bin);
  const counted = countedIn(total);
  const at = (ms: number) => ({
    startTimeUnixNano: nanoseconds(part.beganAtMs ?? ms),
    timeUnixNano: nanoseconds(ms),
  });
  const now = at(sending.nowMs);
  const before = at(sending.arrivedMs ?? part.beganAtMs);
  const levels = [
    ...levelsSince(sending.arrivedMs ?? 0, part),
    ...markTimes(marks),
    ...(sending.isLast ? [endTime(sending.nowMs)] : []),
  ];
  const metrics = [
    ...counted.map((metric) => countedMetric(metric, (key) => (sending.sent.has(key) ? [now] : [before, now]))),
    ...levels.map((level) => gauge(level, now)),
  ];
  return {
    request: {
      resourceMetrics: [
        { resource: { attributes: attributes(resource) }, scopeMetrics: [{ scope: { name: 'poolproof' }, metrics }] },
      ],
    },
    counted: counted.flatMap(({ name, points }) => points.map(({ names }) => keyOf(name, names))),
  };
}

/** @param momentsOf when a series gets points: the last one is now */
function countedMetric({ kind, points, ...metric }: Counted, momentsOf: (key: string) => readonly object[]) {
  const dataPoints = points.flatMap(({ names, figures, nothing }) =>
    momentsOf(keyOf(metric.name, names)).map((moment, index, { length }) => ({
      ...moment,
      attributes: attributes(names),
      ...(index === length - 1 ? figures : nothing),
    })),
  );
  const of = { aggregationTemporality: CUMULATIVE, dataPoints };
  return { ...metric, ...(kind === 'sum' ? { sum: { ...of, isMonotonic: true } } : { exponentialHistogram: of }) };
}

function gauge({ points, ...metric }: Level, now: object) {
  const dataPoints = points.map(({ names, value }) => ({ ...now, attributes: attributes(names), asDouble: value }));
  return { ...metric, gauge: { dataPoints } };
}

function keyOf(name: string, names: Attributes): string {
  return `${name} ${JSON.stringify(names)}`;
}

function nanoseconds(ms: number): string {
  return integer(BigInt(Math.round(ms)) * 1_000_000n);
}
