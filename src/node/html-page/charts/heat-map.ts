import { countOf, merged, percentileOf } from '../../../core/series/latency-histogram.ts';
import { formatMs } from '../../../core/units/numbers.ts';
import { html, type Markup } from '../markup.ts';
import type { ChartRun } from './chart-run.ts';
import { latencyCells } from './latency-cells.ts';
import { chunks, DATA_WIDTH, listed } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { rounded } from './y-scale.ts';

const TITLE = 'Latency heat map';
const MOST_COLUMNS = 150;
const LEVELS = 6;

/** How many requests of each point took how long: shows two kinds of answers where a percentile shows one line. */
export function heatMap({ series, axis }: ChartRun): Markup {
  const cells = latencyCells(series);
  if (cells === null) return noPlot('heat-map', TITLE, 'Not measured: no request was answered as expected.');
  const { y, rows, points, whole } = cells;
  const size = Math.ceil(series.points / MOST_COLUMNS);
  const columns = chunks(points, size).map((chunk) => cells.countsOf(merged(chunk)));
  const most = Math.max(...columns.flat());
  const median = percentileOf(whole, 0.5);
  return renderPlot({
    id: 'heat-map',
    title: TITLE,
    caption: `${countOf(whole)} requests by time and latency, on a log scale; half took less than ${median === null ? '?' : formatMs(median)}. The stronger the colour, the more requests.`,
    key: html`<ul class="key heat"><li>Requests in a cell, at least:</li>${levelsUpTo(most).map(({ level, from }) => html`<li><span class="swatch heat-${level}" aria-hidden="true"></span>${from}</li>`)}</ul>`,
    unit: 'count',
    axis,
    y,
    data: html`<g class="series" data-name="answered" data-values="${listed(points.map(countOf))}"><g class="cells">${paths(
      columns,
      most,
      {
        widthPx: (DATA_WIDTH * size) / series.points,
        heightPx: y.heightPx / rows,
      },
    )}</g></g>`,
  });
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

interface CellSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** One path for all cells of a level; neighbours in a row are drawn as one. */
function paths(columns: readonly (readonly number[])[], most: number, { widthPx, heightPx }: CellSize): Markup[] {
  const drawn = new Map<number, string>();
  const rows = columns[0]?.length ?? 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns.length; ) {
      const level = levelOf(columns[column]?.[row] ?? 0, most);
      let end = column + 1;
      while (end < columns.length && levelOf(columns[end]?.[row] ?? 0, most) === level) end += 1;
      const path = `M${rounded(column * widthPx)} ${rounded((rows - row) * heightPx)}H${rounded(Math.min(DATA_WIDTH, end * widthPx))}v${rounded(-heightPx)}H${rounded(column * widthPx)}z`;
      if (level > 0) drawn.set(level, (drawn.get(level) ?? '') + path);
      column = end;
    }
  }
  return [...drawn].sort(([a], [b]) => a - b).map(([level, path]) => html`<path class="heat-${level}" d="${path}"/>`);
}
