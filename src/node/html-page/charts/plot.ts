import { type Content, html, type Markup } from '../markup.ts';
import { DATA_WIDTH } from './lines.ts';
import { type EndLabel, type Limit, renderLimits, renderMargin } from './plot-labels.ts';
import { renderMarks, renderPhases, stripPx } from './plot-time.ts';
import { formatTime, type TimeAxis, xAt } from './time-axis.ts';
import type { YScale } from './y-scale.ts';

/** A chart of any kind: a frame with an axis on the left and one below. */
interface Frame {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, its main number among it, in words. */
  readonly caption: string;
  /** What the colours mean, where the lines do not say so themselves. */
  readonly key?: Content;
  /** Links to the findings and rules that are seen here. */
  readonly links?: Content;
  /** Of all values that are drawn. */
  readonly unit: 'ms' | 'share' | 'count' | 'bytes';
  readonly y: YScale;
  /** Drawn in `DATA_WIDTH` × `y.heightPx`. */
  readonly data: Markup;
  readonly endLabels?: readonly EndLabel[];
  readonly isWide?: boolean;
  /** Where the axis below is labelled, in percent of the width. */
  readonly ticks: readonly { readonly percent: number; readonly text: string }[];
  readonly limits?: readonly Limit[];
  /** Room above the plot. */
  readonly topPx?: number;
}

/** What a chart over time has beside its data. */
interface Around {
  readonly behind: Markup;
  readonly limitLines: Markup;
  readonly before: Markup;
}

/** A chart over time. */
interface Plot extends Omit<Frame, 'ticks' | 'topPx'> {
  readonly axis: TimeAxis;
}

const ABOVE_PX = 8;
const BELOW_PX = 22;
const NOTHING = html``;

export function renderPlot({ axis, ...plot }: Plot): Markup {
  const { y, limits = [], isWide = false } = plot;
  const topPx = stripPx(axis);
  const ticks = axis.ticksMs.map((ms) => ({ percent: xAt(axis, ms, 100), text: formatTime(axis, ms) }));
  return renderFrame(
    { ...plot, ticks, topPx },
    {
      behind: renderPhases(axis, topPx + y.heightPx, isWide),
      limitLines: renderLimits(limits, axis, y),
      before: renderMarks(axis, topPx + y.heightPx, isWide),
    },
  );
}

/**
 * A chart as SVG that fits every width: positions across are shares of the width, and only the data is stretched, so that
 * letters and lines keep their size on a phone. The script of the page reads its values from the attributes `data-…`.
 */
export function renderFrame(frame: Frame, around?: Around): Markup {
  const {
    id,
    title,
    caption,
    key = null,
    links = null,
    unit,
    y,
    data,
    limits = [],
    endLabels = [],
    isWide = false,
    ticks,
    topPx = ABOVE_PX,
  } = frame;
  return html`<figure class="chart${around ? ' over-time' : ''}${isWide ? ' wide' : ''}" id="chart-${id}" data-unit="${unit}">
<figcaption><h3>${title}</h3><p>${caption}</p>${key}${links}</figcaption>
<svg role="img" aria-labelledby="${id}-title ${id}-desc" height="${topPx + y.heightPx + BELOW_PX}">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${caption}</desc>
${around?.behind ?? NOTHING}
<svg y="${topPx}" width="100%" height="${y.heightPx}">
${y.ticks.map((tick) => html`<g class="tick" data-value="${tick}"><line x2="100%" y1="${y.yOf(tick)}" y2="${y.yOf(tick)}"/><text x="-8" y="${y.yOf(tick) + 4}">${y.format(tick)}</text></g>`)}
<svg class="data" width="100%" height="${y.heightPx}" viewBox="0 0 ${DATA_WIDTH} ${y.heightPx}" preserveAspectRatio="none">${data}</svg>
${around?.limitLines ?? NOTHING}
${renderMargin(endLabels, limits, y)}
</svg>
${ticks.map(({ percent, text }) => html`<text class="time" x="${percent}%" y="${topPx + y.heightPx + 17}">${text}</text>`)}
${around?.before ?? NOTHING}
</svg></figure>`;
}

/** Stands in the place of a chart that has nothing to show. */
export function noPlot(id: string, title: string, sentence: string): Markup {
  return html`<figure class="chart empty" id="chart-${id}"><figcaption><h3>${title}</h3><p>${sentence}</p></figcaption></figure>`;
}
