import { formatValue } from '../core/units/numbers.ts';
import { element } from './element.ts';

type Unit = 'ms' | 'share' | 'count' | 'bytes';

/** One line of a chart, or the bars of one kind, that can be put out of sight. */
interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Shows the value under the cursor. */
  readonly output: HTMLElement;
}

/** A chart over time as the page has it, with room for a cursor. */
export interface Chart {
  readonly title: string;
  readonly unit: Unit;
  readonly svg: SVGSVGElement;
  readonly series: readonly Series[];
  /** Covers the plot: takes the pointer and the keys. */
  readonly cover: HTMLElement;
}

/** Reads a chart from its figure, and adds its values and a cover for its plot. */
export function chartOf(figure: HTMLElement): Chart | null {
  const svg = figure.querySelector<SVGSVGElement>('svg[role=img]');
  if (svg === null) return null;
  const list = element('ul', 'values');
  const series = [...svg.querySelectorAll<SVGGElement>('g.series')].map((group) => seriesOf(group, svg, list));
  figure.querySelector('figcaption')?.append(list);
  const cover = element('div', 'cover', element('div', 'cross'), element('div', 'selection'));
  const plot = element('div', 'plot');
  svg.replaceWith(plot);
  plot.append(svg, cover);
  const title = figure.querySelector('h3')?.textContent ?? '';
  return { title, unit: (figure.dataset.unit ?? 'count') as Unit, svg, series, cover };
}

function seriesOf(group: SVGGElement, svg: SVGSVGElement, list: HTMLElement): Series {
  const { name = '', look = '', values = '' } = group.dataset;
  const output = element('span', 'value');
  const item = element('li', '');
  list.append(item);
  // What has no look of its own is not to be told from others, and stays.
  if (look === '' || name === '') item.append(`${name} `, output);
  else {
    const swatch = element('span', `swatch ${look}`);
    const toggle = element('button', 'toggle', swatch, name, ' ', output);
    toggle.type = 'button';
    toggle.setAttribute('aria-pressed', 'true');
    toggle.addEventListener('click', () => {
      const isShown = toggle.getAttribute('aria-pressed') !== 'true';
      toggle.setAttribute('aria-pressed', `${isShown}`);
      const labels = [...svg.querySelectorAll<SVGElement>('text.end')].filter((text) => text.dataset.name === name);
      for (const part of [group, ...labels]) part.classList.toggle('off', !isShown);
    });
    item.append(toggle);
  }
  return { name, values: values.split(',').map((value) => (value === '' ? null : Number(value))), output };
}

/** `p95 4.80 ms, p99 8.01 ms`: the values of a point in words. */
export function valuesInWords({ series, unit }: Chart, index: number): string {
  return series.map(({ name, values }) => `${name} ${valueText(values[index], unit)}`.trim()).join(', ');
}

export function valueText(value: number | null | undefined, unit: Unit): string {
  return value === null || value === undefined ? 'no value' : formatValue(value, unit);
}
