import type { Result } from '../../../core/result/result.ts';
import { html, type Markup } from '../markup.ts';
import { buildChartRun } from './chart-run.ts';
import { connectionsChart, waitingChart } from './connections-chart.ts';
import { errorsChart } from './errors-chart.ts';
import { generatorCpuChart, startDelayChart } from './generator-charts.ts';
import { heatMap } from './heat-map.ts';
import { inFlightChart } from './in-flight-chart.ts';
import { latencyChart } from './latency-chart.ts';
import { missesChart } from './misses-chart.ts';
import { phaseKey } from './plot-time.ts';
import { throughputChart } from './throughput-chart.ts';

const CHARTS = [
  latencyChart,
  throughputChart,
  errorsChart,
  connectionsChart,
  waitingChart,
  heatMap,
  missesChart,
  inFlightChart,
  startDelayChart,
  generatorCpuChart,
];

/** The run over time. */
export function chartsSection(result: Result): Markup {
  return html`<section aria-labelledby="charts"><h2 id="charts">Over time</h2>
${result.series === null ? html`<p>Not measured: the load never began.</p>` : charts(result, result.series)}
</section>`;
}

function charts(result: Result, series: NonNullable<Result['series']>): Markup {
  const run = buildChartRun(result, series);
  return html`<p class="muted">Times are counted from the start of the load.${run.axis.phases.length > 0 ? ' Bands are the phases of the run:' : null}</p>
${phaseKey(run.axis)}
<div class="charts">
${CHARTS.map((chart) => html`${chart(run)}\n`)}</div>`;
}
