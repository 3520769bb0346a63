import type { LatencyMs, ScenarioReport } from '../../core/result/report.ts';
import type { Result } from '../../core/result/result.ts';
import { isChained } from '../../core/result/sent.ts';
import { formatMs } from '../../core/units/numbers.ts';
import { html, type Markup } from './markup.ts';
import { type Column, facts, table } from './table.ts';

type Row = readonly [name: string, report: ScenarioReport];

/** The scenarios one by one, and what the API answered. */
export function scenariosSection({ scenarios, statusCodes, checks }: Result): Markup {
  const rows = Object.entries(scenarios);
  const codes = Object.entries(statusCodes);
  return html`<section aria-labelledby="scenarios"><h2 id="scenarios">Scenarios</h2>
${rows.length === 0 ? html`<p>Not measured: no scenario was reported.</p>` : table('Latency of requests that were answered as expected.', columnsOf(rows), rows)}
<h3>Status codes</h3>
${codes.length === 0 ? html`<p>No request was answered.</p>` : facts(codes.map(([code, count]) => [codeInWords(code), count]))}
<h3>Checks</h3>
${checks.length === 0 ? html`<p>No check was made.</p>` : facts(checks.map(({ name, passes, fails }) => [name, passed(passes, fails)]))}
</section>`;
}

/** What the plan counts is told beside it where it is no request. */
function columnsOf(rows: readonly Row[]): readonly Column<Row>[] {
  const hasChain = rows.some(([, report]) => isChained(report));
  return COLUMNS.filter(({ heading }) => hasChain || heading !== 'Iterations');
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Scenario', cell: ([name]) => name },
  { heading: 'Rate', cell: ([, { ratePerSecond }]) => `${Number(ratePerSecond.toFixed(1))} /s`, isNumber: true },
  { heading: 'Planned', cell: ([, { plannedRequests }]) => plannedRequests, isNumber: true },
  { heading: 'Iterations', cell: ([, { iterations = 0 }]) => iterations, isNumber: true },
  { heading: 'Sent', cell: ([, { requests }]) => requests, isNumber: true },
  { heading: 'Failed', cell: ([, { failedRequests }]) => failedRequests, isNumber: true },
  { heading: 'Dropped', cell: ([, { droppedIterations }]) => droppedIterations, isNumber: true },
  ...(
    [
      ['p50', 'p50'],
      ['p90', 'p90'],
      ['p95', 'p95'],
      ['p99', 'p99'],
      ['p99.9', 'p999'],
      ['max', 'max'],
    ] as const
  ).map(([heading, key]) => ({ heading, cell: ([, { latencyMs }]: Row) => latency(latencyMs, key), isNumber: true })),
];

function latency(latencyMs: LatencyMs | null, key: keyof LatencyMs): string {
  return latencyMs === null ? '–' : formatMs(latencyMs[key]);
}

function codeInWords(code: string): string {
  if (code === '0') return 'no answer';
  return code === 'other' ? 'other codes' : code;
}

function passed(passes: number, fails: number): Markup {
  return fails === 0
    ? html`<span class="good">✓</span> ${passes} passed`
    : html`<span class="bad">✗ ${fails} failed</span> of ${passes + fails}`;
}
