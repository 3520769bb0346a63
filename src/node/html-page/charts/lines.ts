import { line as lineOf } from 'd3-shape';
import type { Values } from '../../../core/series/series.ts';
import { html, type Markup } from '../markup.ts';
import { type TimeAxis, xAt } from './time-axis.ts';
import type { YScale } from './y-scale.ts';

export type Look = 'first' | 'second' | 'third' | 'fourth' | 'fifth' | 'peak' | 'plan';

/** One value over time. */
export interface Line {
  /** Stands at the end of the line; none where a chart has one line only. */
  readonly name: string;
  readonly values: Values;
  readonly look: Look;
  /** Each value by itself: they are of single requests, and nothing is known in between. */
  readonly isDots?: boolean;
}

/** Width of the coordinates that data is drawn in; they are stretched to the width of the page. */
export const DATA_WIDTH = 1_000;
const MOST_DRAWN = 600;
const VALUE_DIGITS = 4;

/** The paths of lines; null is a gap. */
export function drawLines(lines: readonly Line[], axis: TimeAxis, { yOf }: YScale): Markup {
  const path = lineOf<Point>()
    .defined(({ value }) => value !== null)
    .x(({ index }) => xAt(axis, (index + 0.5) * axis.intervalMs, DATA_WIDTH))
    .y(({ value }) => yOf(value ?? 0));
  return html`${lines.map(({ name, values, look, isDots = false }) => {
    const points = thinned(values);
    const dots = points.filter(({ value }, index) => (isDots ? value !== null : isAlone(points, index)));
    return html`<g class="series" data-name="${name}" data-look="${look}" data-values="${listed(values)}">${isDots ? null : html`<path class="line ${look}" d="${path(points) ?? ''}"/>`}${dots.length === 0 ? null : html`<path class="line dot ${look}" d="${dots.map((point) => path([point]) ?? '').join('')}"/>`}</g>`;
  })}`;
}

/** Values as the script of the page reads them: parted by commas, and nothing where there is none. */
export function listed(values: Values): string {
  return values.map((value) => (value === null ? '' : Number(value.toPrecision(VALUE_DIGITS)))).join();
}

/** Whether a point has a gap on both sides, so that no line would show it. */
function isAlone(points: readonly Point[], index: number): boolean {
  const isGap = (at: number) => (points[at]?.value ?? null) === null;
  return !isGap(index) && isGap(index - 1) && isGap(index + 1);
}

interface Point {
  readonly index: number;
  readonly value: number | null;
}

/** At most about 600 points, so that a page stays small: of neighbours the highest, the lowest and a gap are kept. */
function thinned(values: Values): Point[] {
  const points = values.map((value, index): Point => ({ index, value }));
  if (points.length <= MOST_DRAWN) return points;
  const size = Math.ceil((2 * points.length) / MOST_DRAWN);
  return chunks(points, size).flatMap((chunk) => {
    const [first, ...others] = chunk.filter(({ value }) => value !== null);
    if (first === undefined) return chunk.slice(0, 1);
    let [lowest, highest] = [first, first];
    for (const point of others) {
      if ((point.value ?? 0) < (lowest.value ?? 0)) lowest = point;
      if ((point.value ?? 0) > (highest.value ?? 0)) highest = point;
    }
    const kept = [chunk.find(({ value }) => value === null), lowest, highest];
    return chunk.filter((point) => kept.includes(point));
  });
}

/** Cuts a list into pieces of `size`. */
export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
