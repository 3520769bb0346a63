import { formatShare } from '../../../core/units/numbers.ts';
import { html, type Markup } from '../markup.ts';
import { type ChartRun, underWholeLoad } from './chart-run.ts';
import { latencyLimits } from './latency-limits.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { endLabelsOf, offScale } from './plot-labels.ts';
import { isMeasured, lowestOf, mostOf } from './statistics.ts';
import { axisMs, logScale } from './y-scale.ts';

/** The latency of each kind of request, all on one scale; null where a run has one kind at a time. */
export function kindsSection(run: ChartRun): Markup | null {
  const kinds = Object.entries(run.series.scenarios);
  if (kinds.length < 2 || run.axis.phases.length > 0) return null;
  return html`<section aria-labelledby="kinds"><h2 id="kinds">Kinds of requests</h2>
<p class="muted">The latency of each kind, as above and all on the same scale.</p>
<div class="charts">
${kinds.map(([name], index) => html`${kindChart(run, name, index + 1)}\n`)}</div></section>`;
}

function kindChart(run: ChartRun, name: string, number: number): Markup {
  const { axis, series, result } = run;
  const id = `kind-${number}`;
  const latencyMs = series.scenarios[name]?.latencyMs;
  if (!latencyMs || !isMeasured(latencyMs.p50))
    return noPlot(id, name, 'Not measured: no request was answered as expected.');
  const lines: Line[] = [
    { name: 'p50', values: underWholeLoad(run, latencyMs.p50), look: 'second' },
    { name: 'p95', values: underWholeLoad(run, latencyMs.p95), look: 'first' },
    { name: 'max', values: latencyMs.max, look: 'peak', isDots: true },
  ];
  const limits = latencyLimits(run, name);
  const all = Object.values(series.scenarios);
  const least = Math.max(0.01, Math.min(...all.map((kind) => lowestOf(kind.latencyMs.p50)?.value ?? Infinity)));
  const most = Math.max(least, ...all.map((kind) => mostOf(kind.latencyMs.max)));
  const y = logScale([least * 0.8, most * 1.1], {
    heightPx: 150,
    format: axisMs,
    limits: limits.map(({ value }) => value),
  });
  return renderPlot({
    id,
    title: name,
    caption: `${trafficInWords(result.scenarios[name])}${offScale(limits, y)}`,
    unit: 'ms',
    axis,
    y,
    data: drawLines(lines, axis, y),
    limits,
    endLabels: endLabelsOf(lines),
  });
}

function trafficInWords(kind: ChartRun['result']['scenarios'][string] | undefined): string {
  if (kind === undefined) return 'Over time.';
  const { requests, failedRequests } = kind;
  const failed =
    failedRequests === 0 ? 'none failed' : `${failedRequests} failed (${formatShare(failedRequests / requests)})`;
  return `${requests} requests, ${failed}.`;
}
