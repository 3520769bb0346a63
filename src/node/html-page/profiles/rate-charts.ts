import { scaleLog } from 'd3-scale';
import type { BreakpointReport } from '../../../core/edge/breakpoint.ts';
import type { SaturationReport } from '../../../core/edge/saturation.ts';
import type { Series } from '../../../core/series/series.ts';
import { DATA_WIDTH, type Look } from '../charts/lines.ts';
import { renderFrame } from '../charts/plot.ts';
import type { Limit } from '../charts/plot-labels.ts';
import { isMeasured, lowestOf, mostOf } from '../charts/statistics.ts';
import { axisCount, axisMs, linearScale, logScale, type YScale } from '../charts/y-scale.ts';
import { html, type Markup } from '../markup.ts';

const HEIGHT_PX = 170;

/** What was measured at a rate. */
interface AtRate {
  readonly ratePerSecond: number;
  readonly value: number | null;
}

interface RateChart {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly unit: 'ms' | 'count';
  readonly y: YScale;
  readonly look: Look;
  readonly points: readonly AtRate[];
  /** The rate at which the API stopped to hold. */
  readonly edge: number | undefined;
  readonly ticks: readonly number[];
  readonly limits?: readonly Limit[];
}

/** The steps of a saturation run by their rate: how long requests took, and how many were under way. */
export function stepCharts({ steps, knee, poolSize }: SaturationReport): Markup {
  const measured = steps.filter(({ requests }) => requests > 0);
  if (measured.length < 2) return html``;
  const edge = knee.kind === 'generator' || knee.step === null ? undefined : steps[knee.step]?.ratePerSecond;
  const p95 = measured.map(({ ratePerSecond, p95Ms }) => ({ ratePerSecond, value: p95Ms }));
  const inFlight = measured.map(({ ratePerSecond, inFlight: value }) => ({ ratePerSecond, value }));
  const shared = { edge, ticks: measured.map(({ ratePerSecond }) => ratePerSecond) };
  return html`<div class="charts">
${rateChart({
  ...shared,
  id: 'steps-latency',
  title: 'p95 by rate',
  caption: 'Of all requests of a step, on log scales; a request that ran into its time-out took as long as that.',
  unit: 'ms',
  y: latencyScale(p95.map(({ value }) => value)),
  look: 'first',
  points: p95,
})}
${rateChart({
  ...shared,
  id: 'steps-in-flight',
  title: 'Requests in flight by rate',
  caption: 'Requests per second times the seconds that each took, on log scales, beside the size of the pool.',
  unit: 'count',
  y: logScale(around(inFlight.map(({ value }) => value)), {
    heightPx: HEIGHT_PX,
    format: axisCount,
    limits: [poolSize],
  }),
  look: 'second',
  points: inFlight,
  limits: [{ value: poolSize, text: `pool of ${poolSize}` }],
})}</div>`;
}

/** A rate that rises evenly: latency and failures of each second by the rate that it had. */
export function breakpointCharts({ ratePerSecond, stoppedBy }: BreakpointReport, series: Series | null): Markup {
  if (series === null || !isMeasured(series.api.latencyMs.p95)) return html``;
  const { planned, latencyMs, failed } = series.api;
  const perSecond = 1_000 / series.intervalMs;
  // In the last point there was load for a part of it.
  const whole = planned.map((count) => count * perSecond).slice(0, -1);
  const [first = 1, last = first] = [whole[0], whole.at(-1)];
  if (whole.length < 2) return html``;
  const of = (values: readonly (number | null)[]) =>
    whole.map((rate, index) => ({ ratePerSecond: rate, value: values[index] ?? null }));
  const failures = failed.map((count) => count * perSecond);
  const shared = {
    edge: stoppedBy === null ? undefined : ratePerSecond,
    ticks: [first, (first * last) ** 0.5, last].map(Math.round),
  };
  return html`<div class="charts">
${rateChart({
  ...shared,
  id: 'rate-latency',
  title: 'p95 by rate',
  caption: 'Of each second, by the rate that was planned for it, on log scales.',
  unit: 'ms',
  y: latencyScale(latencyMs.p95.slice(0, -1)),
  look: 'first',
  points: of(latencyMs.p95),
})}
${rateChart({
  ...shared,
  id: 'rate-failures',
  title: 'Failures by rate',
  caption: 'Failed requests per second, by the rate that was planned.',
  unit: 'count',
  y: linearScale(mostOf(failures.slice(0, -1)), { heightPx: HEIGHT_PX, format: axisCount }),
  look: 'third',
  points: of(failures),
})}</div>`;
}

function latencyScale(values: readonly (number | null)[]): YScale {
  return logScale(around(values), { heightPx: HEIGHT_PX, format: axisMs });
}

function around(values: readonly (number | null)[]): [number, number] {
  const least = Math.max(0.01, lowestOf(values)?.value ?? 0.01);
  return [least * 0.8, Math.max(least, mostOf(values)) * 1.2];
}

function rateChart({ points, edge, ticks, look, y, ...rest }: RateChart): Markup {
  const rates = [...points.map(({ ratePerSecond }) => ratePerSecond), ...(edge === undefined ? [] : [edge])];
  const x = scaleLog()
    .domain([Math.min(...rates) * 0.9, Math.max(...rates) * 1.1])
    .range([0, 100]);
  const at = points.flatMap(({ ratePerSecond, value }) =>
    value === null ? [] : [`${short(x(ratePerSecond) * (DATA_WIDTH / 100))},${y.yOf(value)}`],
  );
  const edgeX = edge === undefined ? null : short(x(edge) * (DATA_WIDTH / 100));
  const limits = rest.limits ?? [];
  const mark = edge === undefined ? '' : ' The dotted line is where the API stopped to hold.';
  return renderFrame({
    ...rest,
    caption: `${rest.caption}${mark}`,
    y,
    data: html`${limits.map(({ value }) => html`<path class="line edge" d="M0,${y.yOf(value)}H${DATA_WIDTH}"/>`)}${edgeX === null ? null : html`<path class="line edge" d="M${edgeX},0V${y.heightPx}"/>`}<path class="line ${look}" d="M${at.join('L')}"/><path class="line dot ${look}" d="${at.map((point) => `M${point}Z`).join('')}"/>`,
    limits,
    ticks: ticks.map((rate) => ({ percent: short(x(rate)), text: `${axisCount(Math.round(rate))}/s` })),
  });
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
