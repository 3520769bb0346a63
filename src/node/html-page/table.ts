import { type Content, html, Markup } from './markup.ts';

export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => Content;
  /** Numbers stand on the right, under each other. */
  readonly isNumber?: boolean;
}

/** A table that becomes a list of cards on a phone, each value under its heading; the first column is the row's name. */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  classOf: (row: Row) => string = () => '',
): Markup {
  return html`<table><caption>${caption}</caption>
<thead><tr>${columns.map(({ heading, isNumber }) => html`<th scope="col"${numberClass(isNumber)}>${heading}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr class="${classOf(row)}">${columns.map((column, index) => cellOf(column, row, index))}</tr>\n`)}</tbody></table>`;
}

function cellOf<Row>({ heading, cell, isNumber }: Column<Row>, row: Row, index: number): Markup {
  return index === 0
    ? html`<th scope="row"${numberClass(isNumber)}>${cell(row)}</th>`
    : html`<td data-heading="${heading}"${numberClass(isNumber)}>${cell(row)}</td>`;
}

function numberClass(isNumber = false): Markup {
  return new Markup(isNumber ? ' class="number"' : '');
}

/** Names and values in two columns. */
export function facts(pairs: readonly (readonly [name: string, value: Content])[]): Markup {
  return html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}
