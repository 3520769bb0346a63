import type { HistoryEntry, ProfileHistory } from '../../core/history/history.ts';
import { capital } from '../../core/text/capital.ts';
import { formatMs, formatShare } from '../../core/units/numbers.ts';
import { axisCount, axisMs, axisShare } from '../html-page/charts/y-scale.ts';
import { htmlDocument } from '../html-page/html-document.ts';
import { type Content, html, type Markup } from '../html-page/markup.ts';
import { lookOf } from '../html-page/status.ts';
import { STYLE_SHEET } from '../html-page/style-sheet.ts';
import { type Column, table } from '../html-page/table.ts';
import { utc } from '../html-page/verdict.ts';
import { type HistoryFigure, historyChart } from './history-chart.ts';

/** A hash that people recognise. */
const SHORT_HASH = 8;

const OWN_STYLE = `
.join{stroke:var(--muted);stroke-opacity:.6}
.range{stroke:var(--accent);stroke-width:2;stroke-opacity:.55}
.change{stroke:var(--open);stroke-dasharray:3 4}
circle.good{fill:var(--good)}circle.bad{fill:var(--bad)}circle.open{fill:var(--open)}
circle{stroke:var(--page);stroke-width:1.5}
`;

const FIGURES: readonly HistoryFigure[] = [
  {
    id: 'p95',
    title: 'Latency p95',
    caption: 'The bar is the interval that holds it with 95 % confidence, if requests were independent.',
    figureOf: ({ p95Ms }) => p95Ms,
    rangeOf: ({ p95Interval }) => p95Interval && [p95Interval.lowMs, p95Interval.highMs],
    format: formatMs,
    axisFormat: axisMs,
  },
  {
    id: 'hits',
    title: 'Warm hits',
    caption: 'Share of lookups for warm keys that Redis answered from its memory.',
    figureOf: ({ warmHitShare }) => warmHitShare,
    rangeOf: () => null,
    format: formatShare,
    axisFormat: axisShare,
  },
  {
    id: 'connections',
    title: 'Connections of the API',
    caption: 'The most that were open to Redis at once.',
    figureOf: ({ connectionsMax }) => connectionsMax,
    rangeOf: () => null,
    format: String,
    axisFormat: axisCount,
  },
];

const COLUMNS: readonly Column<HistoryEntry>[] = [
  { heading: 'Started', cell: ({ startedAt, folder }) => linkTo(folder, utc(startedAt)) },
  { heading: 'Commit', cell: sourceCell },
  { heading: 'Verdict', cell: verdictCell },
  { heading: 'p95', isNumber: true, cell: p95Cell },
  { heading: 'Warm hits', isNumber: true, cell: ({ warmHitShare: share }) => known(share, formatShare) },
  { heading: 'Connections', isNumber: true, cell: ({ connectionsMax }) => known(connectionsMax, String) },
  { heading: 'Failed', isNumber: true, cell: ({ failedRequests, requests }) => `${failedRequests} of ${requests}` },
];

/** `history.html`: one file that needs no network and no script, with links to the reports of the runs beside it. */
export function renderHistory(profiles: readonly ProfileHistory[]): string {
  return htmlDocument({
    title: 'poolproof: history',
    style: STYLE_SHEET + OWN_STYLE,
    main: html`<header><p class="eyebrow">poolproof</p><h1>History</h1></header>
${profiles.map(profileSection)}
`,
  });
}

function profileSection({ profile, entries }: ProfileHistory): Markup {
  const id = `profile-${profile}`;
  const changes = entries.filter(({ differences }) => differences.length > 0).length;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${capital(profile)}: ${entries.length} ${entries.length === 1 ? 'run' : 'runs'}</h2>
<div class="charts">${FIGURES.map((figure) => historyChart({ ...figure, id: `${id}-${figure.id}` }, entries))}</div>
${changes === 0 ? null : html`<p class="muted">A dashed line stands where more than the code changed: machine, engine, settings or load. Figures on both sides of it tell nothing of the API.</p>`}
${table('From the newest to the oldest', COLUMNS, [...entries].reverse(), ({ status }) => lookOf(status).tone)}
</section>`;
}

function linkTo(folder: string, text: string): Markup {
  return html`<a href="${encodeURIComponent(folder)}/report.html">${text}</a>`;
}

function sourceCell({ source, differences }: HistoryEntry): Content {
  const commit =
    source === undefined
      ? 'not known'
      : html`<code>${source.commit.slice(0, SHORT_HASH)}</code> ${source.branch ?? null}`;
  const [first] = differences;
  return first === undefined
    ? commit
    : html`${commit}<br><span class="muted">new: ${first.what} ${first.head}, before ${first.base}${differences.length > 1 ? `; ${differences.length - 1} more` : ''}</span>`;
}

function verdictCell({ status, sentence }: HistoryEntry): Markup {
  const { tone, sign, word } = lookOf(status);
  return html`<span class="status ${tone}"><span aria-hidden="true">${sign}</span> ${word}</span><br><span class="muted">${sentence}</span>`;
}

function p95Cell({ p95Ms, p95Interval }: HistoryEntry): Content {
  if (p95Interval === null) return known(p95Ms, formatMs);
  return html`${known(p95Ms, formatMs)}<br><span class="muted">${formatMs(p95Interval.lowMs)} to ${formatMs(p95Interval.highMs)}</span>`;
}

function known(value: number | null, format: (value: number) => string): string {
  return value === null ? 'not measured' : format(value);
}
