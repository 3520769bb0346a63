import type { Result } from '../../../core/result/result.ts';
import { html, type Markup } from '../markup.ts';
import { buildChartRun } from './chart-run.ts';
import { connectionsChart, waitingChart } from './connections-chart.ts';
import { distributionChart } from './distribution-chart.ts';
import { errorsChart } from './errors-chart.ts';
import { generatorCpuChart, startDelayChart } from './generator-charts.ts';
import { heatMap } from './heat-map.ts';
import { inFlightChart } from './in-flight-chart.ts';
import { kindsSection } from './kinds-section.ts';
import { latencyChart } from './latency-chart.ts';
import { missesChart } from './misses-chart.ts';
import { phaseKey } from './plot-time.ts';
import { throughputChart } from './throughput-chart.ts';

const CHARTS = [
  latencyChart,
  heatMap,
  distributionChart,
  connectionsChart,
  waitingChart,
  inFlightChart,
  throughputChart,
  errorsChart,
  missesChart,
  startDelayChart,
  generatorCpuChart,
];

/** The run over time, and each kind of request by itself. */
export function chartsSection(result: Result): Markup {
  if (result.series === null)
    return html`<section aria-labelledby="charts"><h2 id="charts">Over time</h2>
<p>Not measured: the load never began.</p>
</section>`;
  const run = buildChartRun(result, result.series);
  const { endMs, intervalMs, phases } = run.axis;
  return html`<div id="run" data-end-ms="${endMs}" data-interval-ms="${intervalMs}">
<section aria-labelledby="charts"><h2 id="charts">Over time</h2>
<p class="muted">Times are counted from the start of the load.${phases.length > 0 ? ' Bands are the phases of the run:' : null}</p>
${phaseKey(run.axis)}
<div class="charts">
${CHARTS.map((chart) => html`${chart(run)}\n`)}</div>
</section>
${kindsSection(run)}
</div>`;
}
