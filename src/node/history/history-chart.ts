import { scaleLinear } from 'd3-scale';
import type { HistoryEntry } from '../../core/history/history.ts';
import { rounded } from '../html-page/charts/y-scale.ts';
import { html, type Markup } from '../html-page/markup.ts';
import { lookOf } from '../html-page/status.ts';

/** A figure of each run, with the interval that it is sure of where it has one. */
export interface HistoryFigure {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly figureOf: (entry: HistoryEntry) => number | null;
  readonly rangeOf: (entry: HistoryEntry) => readonly [low: number, high: number] | null;
  readonly format: (value: number) => string;
  /** On the axis, where numbers are round. */
  readonly axisFormat: (value: number) => string;
}

const HEIGHT_PX = 150;
const BELOW_PX = 8;
const TICKS = 4;
const DOT_PX = 4.5;

/** A dot for each run from the oldest to the newest, coloured by verdict; runs of like circumstances are joined. */
export function historyChart(figure: HistoryFigure, entries: readonly HistoryEntry[]): Markup {
  const { id, title, caption, figureOf, rangeOf, axisFormat } = figure;
  const most = Math.max(...entries.map((entry) => rangeOf(entry)?.[1] ?? figureOf(entry) ?? 0));
  const scale = scaleLinear()
    .domain([0, most > 0 ? most : 1])
    .nice(TICKS)
    .range([HEIGHT_PX, 0]);
  const x = (index: number) => `${Math.round(((index + 0.5) / entries.length) * 10_000) / 100}%`;
  const y = (value: number) => rounded(scale(value));
  return html`<figure class="chart">
<figcaption><h3>${title}</h3><p>${caption}</p></figcaption>
<svg role="img" aria-labelledby="${id}-title ${id}-desc" height="${HEIGHT_PX + BELOW_PX}">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${describe(figure, entries)}</desc>
${scale.ticks(TICKS).map((tick) => html`<g class="tick"><line x2="100%" y1="${y(tick)}" y2="${y(tick)}"/><text x="-8" y="${y(tick) + 4}">${axisFormat(tick)}</text></g>`)}
${entries.map((entry, index) => {
  const value = figureOf(entry);
  const range = rangeOf(entry);
  const before = entries[index - 1];
  const valueBefore = before === undefined || entry.differences.length > 0 ? null : figureOf(before);
  return html`${entry.differences.length === 0 ? null : html`<line class="change" x1="${x(index - 0.5)}" x2="${x(index - 0.5)}" y1="0" y2="${HEIGHT_PX}"/>`}
${value === null || valueBefore === null ? null : html`<line class="join" x1="${x(index - 1)}" x2="${x(index)}" y1="${y(valueBefore)}" y2="${y(value)}"/>`}
${range === null ? null : html`<line class="range" x1="${x(index)}" x2="${x(index)}" y1="${y(range[0])}" y2="${y(range[1])}"/>`}
${value === null ? null : html`<circle class="${lookOf(entry.status).tone}" cx="${x(index)}" cy="${y(value)}" r="${DOT_PX}"/>`}`;
})}
</svg></figure>`;
}

function describe({ title, figureOf, format }: HistoryFigure, entries: readonly HistoryEntry[]): string {
  const values = entries.map(figureOf).filter((value) => value !== null);
  const last = values.at(-1);
  if (last === undefined) return `${title}: not measured in any of these runs.`;
  return `${title} of ${values.length} runs, from ${format(Math.min(...values))} to ${format(Math.max(...values))}; ${format(last)} in the newest.`;
}
