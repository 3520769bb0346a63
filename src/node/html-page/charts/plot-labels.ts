import type { Values } from '../../../core/series/series.ts';
import { html, type Markup } from '../markup.ts';
import type { Line, Look } from './lines.ts';
import { type TimeAxis, xAt } from './time-axis.ts';
import type { YScale } from './y-scale.ts';

/** A value that must not be crossed, for the whole run or a part of it. */
export interface Limit {
  readonly value: number;
  readonly text: string;
  readonly startMs?: number;
  readonly endMs?: number;
}

const LINE_PX = 13;

/** Dashed lines, as far as the axis reaches: a limit beyond it has a label only. */
export function renderLimits(limits: readonly Limit[], axis: TimeAxis, y: YScale): Markup {
  return html`${limits
    .filter((limit) => sideOf(limit, y) === undefined)
    .map(({ value, startMs = 0, endMs = axis.endMs }) => {
      const at = y.yOf(value);
      return html`<g class="limit" data-value="${value}"><line x1="${xAt(axis, startMs, 100)}%" x2="${xAt(axis, endMs, 100)}%" y1="${at}" y2="${at}"/></g>`;
    })}`;
}

/** The side on which a limit is off the scale. */
function sideOf({ value }: Limit, { domain: [low, high] }: YScale): 'above' | 'below' | undefined {
  if (value > high) return 'above';
  return value < low ? 'below' : undefined;
}

/** The limits that have no line, in words. */
export function offScale(limits: readonly Limit[], y: YScale): string {
  const sentences = (['above', 'below'] as const).flatMap((side) => {
    const texts = new Set(limits.filter((limit) => sideOf(limit, y) === side).map(({ text }) => text));
    return texts.size === 0 ? [] : [` Off the scale, ${side} it: ${[...texts].join(', ')}.`];
  });
  return sentences.join('');
}

export interface EndLabel {
  readonly text: string;
  readonly value: number;
  readonly look: Look;
}

/** The names of lines at the height of their last values, but for the last point: few requests may be in it. */
export function endLabelsOf(lines: readonly Line[]): EndLabel[] {
  return lines.flatMap(({ name, values, look }) => {
    const value = lastOf(values.slice(0, -1)) ?? lastOf(values);
    return value === null ? [] : [{ text: name, value, look }];
  });
}

function lastOf(values: Values): number | null {
  return values.reduce((last, value) => value ?? last, null);
}

interface Row {
  readonly text: string;
  readonly look: string;
  readonly y: number;
}

/** The names of lines and limits right of the plot, where no line runs, pushed apart where they would overlap. */
export function renderMargin(labels: readonly EndLabel[], limits: readonly Limit[], y: YScale): Markup {
  const rows = pushedApart(
    [...limitRows(limits, y), ...labels.map(({ text, look, value }) => ({ text, look, y: y.yOf(value) }))],
    y.heightPx,
  );
  return html`${rows.map((row) => html`<text class="end ${row.look}" x="100%" dx="6" y="${row.y + 4}"${row.look === 'of-limit' ? null : html` data-name="${row.text}"`}>${row.text}</text>`)}`;
}

/** A label for each limit, once where phases share it. */
function limitRows(limits: readonly Limit[], y: YScale): Row[] {
  const rows = limits.map((limit): [string, Row] => {
    const side = sideOf(limit, y);
    const arrow = side === undefined ? '' : side === 'above' ? '↑ ' : '↓ ';
    const at = side === undefined ? y.yOf(limit.value) : side === 'above' ? 0 : y.heightPx;
    return [`${limit.value} ${limit.text}`, { text: arrow + limit.text, look: 'of-limit', y: at }];
  });
  return [...new Map(rows).values()];
}

function pushedApart(rows: readonly Row[], heightPx: number): Row[] {
  const down = rows.map((row) => ({ ...row })).sort((a, b) => a.y - b.y);
  for (const [index, row] of down.entries()) row.y = Math.max(row.y, (down[index - 1]?.y ?? -LINE_PX) + LINE_PX);
  // Those that were pushed out at the bottom push back.
  for (const [index, row] of [...down].reverse().entries()) row.y = Math.min(row.y, heightPx - index * LINE_PX);
  return down;
}
