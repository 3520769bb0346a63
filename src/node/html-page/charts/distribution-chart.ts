import { scaleLinear } from 'd3-scale';
import { countOf, percentileOf } from '../../../core/series/latency-histogram.ts';
import { formatMs, formatShare } from '../../../core/units/numbers.ts';
import { html, type Markup } from '../markup.ts';
import type { ChartRun } from './chart-run.ts';
import { latencyCells } from './latency-cells.ts';
import { DATA_WIDTH, type Look } from './lines.ts';
import { noPlot, renderFrame } from './plot.ts';
import { stripPx } from './plot-time.ts';
import { rounded } from './y-scale.ts';

const TITLE = 'Latency distribution';

const PERCENTILES: readonly (readonly [name: string, q: number, look: Look])[] = [
  ['p50', 0.5, 'second'],
  ['p95', 0.95, 'first'],
  ['p99', 0.99, 'third'],
];

/** What share of all requests took how long: the heat map without its time, in the same rows. */
export function distributionChart({ series, axis }: ChartRun): Markup {
  const cells = latencyCells(series);
  if (cells === null) return noPlot('distribution', TITLE, 'Not measured: no request was answered as expected.');
  const { y, rows, whole, countsOf } = cells;
  const total = countOf(whole);
  const shares = countsOf(whole).map((count) => count / total);
  const x = scaleLinear()
    .domain([0, Math.max(...shares)])
    .nice(3)
    .range([0, 100]);
  const rowPx = y.heightPx / rows;
  const bars = shares.map((share, row) =>
    share === 0
      ? ''
      : `M0 ${rounded(y.heightPx - row * rowPx)}H${rounded((x(share) * DATA_WIDTH) / 100)}v${rounded(1 - rowPx)}H0z`,
  );
  const percentiles = PERCENTILES.map(([name, q, look]) => ({ name, look, ms: percentileOf(whole, q) ?? 0 }));
  return renderFrame({
    id: 'distribution',
    title: TITLE,
    caption: `Share of ${total} requests by latency: ${percentiles.map(({ name, ms }) => `${name} ${formatMs(ms)}`).join(', ')}.`,
    unit: 'share',
    // As the heat map beside it, so that their rows meet.
    topPx: stripPx(axis),
    y,
    data: html`<path class="bars" d="${bars.join('')}"/>${percentiles.map(({ look, ms }) => html`<path class="line ${look}" d="M0,${y.yOf(ms)}H${DATA_WIDTH}"/>`)}`,
    endLabels: percentiles.map(({ name, look, ms }) => ({ text: name, look, value: ms })),
    ticks: x.ticks(3).map((share) => ({ percent: x(share), text: formatShare(Number(share.toPrecision(6))) })),
  });
}
