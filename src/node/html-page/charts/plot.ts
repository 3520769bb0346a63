import { type Content, html, type Markup } from '../markup.ts';
import { DATA_WIDTH } from './lines.ts';
import { type EndLabel, type Limit, renderLimits, renderMargin } from './plot-labels.ts';
import { renderMarks, renderPhases, stripPx } from './plot-time.ts';
import { formatTime, type TimeAxis, xAt } from './time-axis.ts';
import type { YScale } from './y-scale.ts';

/** A chart over time. */
export interface Plot {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, its main number among it, in words. */
  readonly caption: string;
  /** What the colours mean, where the lines do not say so themselves. */
  readonly key?: Content;
  readonly axis: TimeAxis;
  readonly y: YScale;
  /** Drawn in `DATA_WIDTH` × `y.heightPx`. */
  readonly data: Markup;
  readonly limits?: readonly Limit[];
  readonly endLabels?: readonly EndLabel[];
  readonly isWide?: boolean;
}

const BELOW_PX = 22;

/**
 * A chart as SVG that fits every width: positions across are shares of the width, and only the data is stretched, so that
 * letters and lines keep their size on a phone.
 */
export function renderPlot(plot: Plot): Markup {
  const { id, title, caption, key = null, axis, y, data, limits = [], endLabels = [], isWide = false } = plot;
  const top = stripPx(axis);
  return html`<figure class="chart${isWide ? ' wide' : ''}" id="chart-${id}">
<figcaption><h3>${title}</h3><p>${caption}</p>${key}</figcaption>
<svg role="img" aria-labelledby="${id}-title ${id}-desc" height="${top + y.heightPx + BELOW_PX}">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${caption}</desc>
${renderPhases(axis, top + y.heightPx, isWide)}
<svg y="${top}" width="100%" height="${y.heightPx}">
${y.ticks.map((tick) => html`<g class="tick" data-value="${tick}"><line x2="100%" y1="${y.yOf(tick)}" y2="${y.yOf(tick)}"/><text x="-8" y="${y.yOf(tick) + 4}">${y.format(tick)}</text></g>`)}
<svg width="100%" height="${y.heightPx}" viewBox="0 0 ${DATA_WIDTH} ${y.heightPx}" preserveAspectRatio="none">${data}</svg>
${renderLimits(limits, axis, y)}
${renderMargin(endLabels, limits, y)}
</svg>
${axis.ticksMs.map((ms) => html`<text class="time" x="${xAt(axis, ms, 100)}%" y="${top + y.heightPx + 17}">${formatTime(axis, ms)}</text>`)}
${renderMarks(axis, top + y.heightPx, isWide)}
</svg></figure>`;
}

/** Stands in the place of a chart that has nothing to show. */
export function noPlot(id: string, title: string, sentence: string): Markup {
  return html`<figure class="chart empty" id="chart-${id}"><figcaption><h3>${title}</h3><p>${sentence}</p></figcaption></figure>`;
}
