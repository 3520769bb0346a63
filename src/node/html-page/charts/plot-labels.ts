import type { Values } from '../../../core/series/series.ts';
import { html, type Markup } from '../markup.ts';
import type { Line, Look } from './lines.ts';
import { type TimeAxis, xAt } from './time-axis.ts';
import type { YScale } from './y-scale.ts';

/** A value that must not be crossed, for the whole run or a part of it. */
export interface Limit {
  readonly value: number;
  /** Stands at the line; none where another line says it already. */
  readonly text: string;
  readonly startMs?: number;
  readonly endMs?: number;
}

const LINE_PX = 13;

/** Dashed lines with their text on top of them, or below where the limit above leaves no room. */
export function renderLimits(limits: readonly Limit[], axis: TimeAxis, { yOf }: YScale): Markup {
  const rows = limits.map((limit) => ({ ...limit, y: yOf(limit.value), startMs: limit.startMs ?? 0 }));
  const isCrowded = (row: (typeof rows)[number]) =>
    row.y < LINE_PX ||
    rows.some(({ y, startMs, text }) => text !== '' && startMs === row.startMs && row.y > y && row.y - y < LINE_PX);
  return html`${rows.map((row) => {
    const { y, startMs, endMs = axis.endMs, value, text } = row;
    const x1 = xAt(axis, startMs, 100);
    const label = html`<text x="${x1}%" dx="4" y="${isCrowded(row) ? y + LINE_PX : y - 4}">${text}</text>`;
    return html`<g class="limit" data-value="${value}"><line x1="${x1}%" x2="${xAt(axis, endMs, 100)}%" y1="${y}" y2="${y}"/>${text === '' ? null : label}</g>`;
  })}`;
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

/** Labels right of the plot, pushed apart where they would overlap. */
export function renderEndLabels(labels: readonly EndLabel[], { yOf, heightPx }: YScale): Markup {
  const rows = labels.map((label) => ({ ...label, y: yOf(label.value) })).sort((a, b) => a.y - b.y);
  for (const [index, row] of rows.entries()) row.y = Math.max(row.y, (rows[index - 1]?.y ?? -LINE_PX) + LINE_PX);
  // Those that were pushed out at the bottom push back.
  for (const [index, row] of [...rows].reverse().entries()) row.y = Math.min(row.y, heightPx - index * LINE_PX);
  return html`${rows.map(({ text, look, y }) => html`<text class="end ${look}" x="100%" dx="6" y="${y + 4}">${text}</text>`)}`;
}
