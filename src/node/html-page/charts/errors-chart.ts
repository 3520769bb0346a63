import { formatShare } from '../../../core/units/numbers.ts';
import { seenOnChart } from '../chart-of.ts';
import { html, type Markup } from '../markup.ts';
import { type ChartRun, timeOf } from './chart-run.ts';
import { chunks, DATA_WIDTH, listed } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { peakOf, sumOf } from './statistics.ts';
import { axisCount, linearScale, type YScale } from './y-scale.ts';

const TITLE = 'Failed requests by kind';
const MOST_BARS = 450;
/** Kinds beyond the most frequent ones are drawn together. */
const MOST_KINDS = 5;

interface Kind {
  readonly name: string;
  readonly total: number;
  readonly counts: readonly number[];
}

/** Failed requests over time as stacked bars. */
export function errorsChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const { failed } = series.api;
  const requests = sumOf(series.api.requests);
  const total = sumOf(failed);
  const peak = peakOf(failed);
  if (total === 0 || peak === null)
    return noPlot('errors', TITLE, `None: all ${requests} requests were answered as expected.`);
  const kinds = kindsOf(series.api.errors);
  const seconds = series.intervalMs / 1_000;
  const y = linearScale(peak.value, { heightPx: 170, format: axisCount });
  return renderPlot({
    id: 'errors',
    title: TITLE,
    caption: `Failed requests per ${seconds === 1 ? 'second' : `${seconds} s`}. ${total} of ${requests} failed (${formatShare(total / requests)}), most at ${timeOf(run, peak.index)}: ${peak.value}.`,
    key: html`<ul class="key">${kinds.map(({ name, total: count }, index) => html`<li><span class="swatch kind-${index}" aria-hidden="true"></span>${name}: ${count}</li>`)}</ul>`,
    links: seenOnChart(run.result, 'errors'),
    unit: 'count',
    axis,
    y,
    data: html`${stacked(kinds, y).map((path, index) => html`<g class="series" data-name="${kinds[index]?.name ?? null}" data-look="kind-${index}" data-values="${listed(kinds[index]?.counts ?? [])}"><path class="kind-${index}" d="${path}"/></g>`)}`,
  });
}

function kindsOf(errors: Readonly<Record<string, readonly number[]>>): Kind[] {
  const kinds = Object.entries(errors)
    .map(([name, counts]): Kind => ({ name, counts, total: sumOf(counts) }))
    .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  const rest = kinds.slice(MOST_KINDS);
  if (rest.length < 2) return kinds;
  const counts = rest[0]?.counts.map((_, index) => sumOf(rest.map((kind) => kind.counts[index] ?? 0))) ?? [];
  return [...kinds.slice(0, MOST_KINDS), { name: `${rest.length} other kinds`, counts, total: sumOf(counts) }];
}

/** One path per kind, its bars on top of those of the kinds before; of neighbours drawn as one, the worst is shown. */
function stacked(kinds: readonly Kind[], { yOf }: YScale): string[] {
  const points = kinds[0]?.counts.length ?? 0;
  const size = Math.ceil(points / MOST_BARS);
  const worst = chunks(
    Array.from({ length: points }, (_, index) => index),
    size,
  ).map((chunk) => chunk.reduce((best, index) => (totalAt(kinds, index) > totalAt(kinds, best) ? index : best)));
  const width = (DATA_WIDTH * size) / points;
  const base = worst.map(() => 0);
  return kinds.map(({ counts }) =>
    worst
      .map((index, bar) => {
        const from = base[bar] ?? 0;
        const to = from + (counts[index] ?? 0);
        base[bar] = to;
        if (to === from) return '';
        return `M${(bar * width).toFixed(1)} ${yOf(from)}V${yOf(to)}h${(width * 0.86).toFixed(1)}V${yOf(from)}z`;
      })
      .join(''),
  );
}

function totalAt(kinds: readonly Kind[], index: number): number {
  return sumOf(kinds.map(({ counts }) => counts[index] ?? 0));
}
