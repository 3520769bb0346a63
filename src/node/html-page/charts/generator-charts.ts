import { formatMs } from '../../../core/units/numbers.ts';
import type { Markup } from '../markup.ts';
import { type ChartRun, limitOf, timeOf } from './chart-run.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { isMeasured, meanOf, mostOf, peakOf } from './statistics.ts';
import { axisMs, axisShare, linearScale } from './y-scale.ts';

const HEIGHT_PX = 120;
const DELAY = 'Start delay of the generator';
const CPU = 'CPU of the generator';

/** How late iterations began: what the generator itself adds to what it measures. */
export function startDelayChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const values = series.observed.iteration_start_delay;
  if (!isMeasured(values)) return noPlot(DELAY, 'Not measured: no iteration reported when it started.');
  const limit = limitOf(run, 'generator-start-delay')?.limit;
  const lines: Line[] = [{ name: '', values, look: 'first' }];
  const y = linearScale(Math.max(mostOf(values), limit ?? 0) * 1.15, HEIGHT_PX, axisMs);
  const peak = peakOf(values);
  return renderPlot({
    id: 'start-delay',
    title: DELAY,
    caption: `The latest iteration of each ${series.intervalMs / 1_000} s. ${peak === null ? '' : `The latest of all was at ${timeOf(run, peak.index)}: ${formatMs(peak.value)}.`}`,
    axis,
    y,
    data: drawLines(lines, axis, y),
    limits: limit === undefined ? [] : [{ value: limit, text: `p95 of the run < ${axisMs(limit)}` }],
  });
}

/** CPU that the generator took; a core at its end measures itself. */
export function generatorCpuChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const values = series.observed.generator_cpu_share;
  const mean = values === undefined ? null : meanOf(values);
  if (!isMeasured(values) || mean === null) return noPlot(CPU, 'Not measured here.');
  const lines: Line[] = [{ name: '', values, look: 'first' }];
  const y = linearScale(Math.max(1, mostOf(values)), HEIGHT_PX, axisShare);
  return renderPlot({
    id: 'generator-cpu',
    title: CPU,
    caption: `Of one core, out of ${run.result.environment.cpus}. Mean ${percent(mean)}, peak ${percent(mostOf(values))}.`,
    axis,
    y,
    data: drawLines(lines, axis, y),
  });
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
