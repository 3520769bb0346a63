import {
  countOf,
  type LatencyHistogram,
  merged,
  percentileOf,
  sorted,
  upperBoundMs,
} from '../../../core/series/latency-histogram.ts';
import { formatMs } from '../../../core/units/numbers.ts';
import { html, type Markup } from '../markup.ts';
import type { ChartRun } from './chart-run.ts';
import { chunks, DATA_WIDTH } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { axisMs, logScale } from './y-scale.ts';

const TITLE = 'Latency heat map';
const MOST_COLUMNS = 150;
const MOST_ROWS = 26;
const LEVELS = 6;
const HEIGHT_PX = 208;

/** How many requests of each point took how long: shows two kinds of answers where a percentile shows one line. */
export function heatMap({ series, axis }: ChartRun): Markup {
  const scenarios = Object.values(series.scenarios).map(({ histograms }) => histograms);
  const points = Array.from({ length: series.points }, (_, index) => merged(scenarios.map((at) => at[index] ?? {})));
  const whole = merged(points);
  const buckets = sorted(whole).map(([bucket]) => bucket);
  const [lowest, highest] = [buckets[0], buckets.at(-1)];
  if (lowest === undefined || highest === undefined)
    return noPlot('heat-map', TITLE, 'Not measured: no request was answered as expected.');
  // Rows finer than a few buckets would show the buckets and not the requests.
  const rowBuckets = Math.max(7, Math.ceil((highest - lowest + 1) / MOST_ROWS));
  const rows = Math.ceil((highest - lowest + 1) / rowBuckets);
  const size = Math.ceil(series.points / MOST_COLUMNS);
  const cells = chunks(points, size).map((chunk) => columnOf(merged(chunk), lowest, rowBuckets, rows));
  const most = Math.max(...cells.flat());
  const median = percentileOf(whole, 0.5);
  return renderPlot({
    id: 'heat-map',
    title: TITLE,
    caption: `${countOf(whole)} requests by time and latency, on a log scale; half took less than ${median === null ? '?' : formatMs(median)}. The stronger the colour, the more requests.`,
    key: html`<ul class="key heat"><li>Requests in a cell, at least:</li>${levelsUpTo(most).map(({ level, from }) => html`<li><span class="swatch heat-${level}" aria-hidden="true"></span>${from}</li>`)}</ul>`,
    axis,
    y: logScale([upperBoundMs(lowest - 1), upperBoundMs(lowest - 1 + rows * rowBuckets)], {
      heightPx: HEIGHT_PX,
      format: axisMs,
    }),
    data: html`<g class="cells">${paths(cells, most, (DATA_WIDTH * size) / series.points, HEIGHT_PX / rows)}</g>`,
    isWide: true,
  });
}

function columnOf(histogram: LatencyHistogram, lowest: number, rowBuckets: number, rows: number): number[] {
  const counts = Array.from({ length: rows }, () => 0);
  for (const [bucket, count] of sorted(histogram)) {
    const row = Math.floor((bucket - lowest) / rowBuckets);
    counts[row] = (counts[row] ?? 0) + count;
  }
  return counts;
}

/** 0 for none; else 1 to LEVELS, each standing for about as many times more requests as the one before. */
function levelOf(count: number, most: number): number {
  if (count === 0) return 0;
  return most === 1 ? LEVELS : 1 + Math.floor(((LEVELS - 1) * Math.log(count)) / Math.log(most) + 1e-9);
}

/** The fewest requests of each level that there are. */
function levelsUpTo(most: number): { level: number; from: number }[] {
  return Array.from({ length: LEVELS }, (_, index) => index + 1)
    .map((level) => {
      let from = Math.max(1, Math.floor(most ** ((level - 1) / (LEVELS - 1))));
      if (levelOf(from, most) < level) from += 1;
      return { level, from };
    })
    .filter(({ level, from }) => from <= most && levelOf(from, most) === level);
}

/** One path for all cells of a level; neighbours in a row are drawn as one. */
function paths(columns: readonly (readonly number[])[], most: number, width: number, height: number): Markup[] {
  const drawn = new Map<number, string>();
  const rows = columns[0]?.length ?? 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns.length; ) {
      const level = levelOf(columns[column]?.[row] ?? 0, most);
      let end = column + 1;
      while (end < columns.length && levelOf(columns[end]?.[row] ?? 0, most) === level) end += 1;
      const path = `M${short(column * width)} ${short(HEIGHT_PX - row * height)}H${short(Math.min(DATA_WIDTH, end * width))}v${short(-height)}H${short(column * width)}z`;
      if (level > 0) drawn.set(level, (drawn.get(level) ?? '') + path);
      column = end;
    }
  }
  return [...drawn].sort(([a], [b]) => a - b).map(([level, path]) => html`<path class="heat-${level}" d="${path}"/>`);
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
