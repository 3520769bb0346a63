import { formatMs } from '../../../core/units/numbers.ts';
import { seenOnChart } from '../chart-of.ts';
import type { Markup } from '../markup.ts';
import { type ChartRun, limitOf, timeOf } from './chart-run.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { type Limit, offScale } from './plot-labels.ts';
import { isMeasured, meanOf, mostOf, peakOf } from './statistics.ts';
import { axisMs, axisShare, linearScale } from './y-scale.ts';

const HEIGHT_PX = 120;
const DELAY = 'Start delay of the generator';
const CPU = 'CPU of the generator';

/** How late iterations began: what the generator itself adds to what it measures. */
export function startDelayChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const values = series.observed.iteration_start_delay;
  if (!isMeasured(values)) return noPlot('start-delay', DELAY, 'Not measured: no iteration reported when it started.');
  const limit = limitOf(run, 'generator-start-delay')?.limit;
  const lines: Line[] = [{ name: '', values, look: 'first' }];
  const limits: Limit[] = limit === undefined ? [] : [{ value: limit, text: `p95 < ${axisMs(limit)}` }];
  const y = linearScale(Math.max(0.1, mostOf(values)) * 1.1, {
    heightPx: HEIGHT_PX,
    format: axisMs,
    limits: limits.map(({ value }) => value * 1.1),
  });
  const peak = peakOf(values);
  return renderPlot({
    id: 'start-delay',
    title: DELAY,
    caption: `The latest iteration of each ${series.intervalMs / 1_000} s. ${peak === null ? '' : `The latest of all was at ${timeOf(run, peak.index)}: ${formatMs(peak.value)}.`}${limitInWords(run)}${offScale(limits, y)}`,
    links: seenOnChart(run.result, 'start-delay'),
    unit: 'ms',
    axis,
    y,
    data: drawLines(lines, axis, y),
    limits,
  });
}

/** Why a limit may hold above which single iterations are, and what is late for lack of a VU. */
function limitInWords({ result }: ChartRun): string {
  const { droppedIterations } = result.requests;
  const dropped = ` Each of ${droppedIterations} dropped iterations makes those after it seem later by one period; the table of steps takes that off.`;
  return result.saturation !== undefined && droppedIterations > 0 ? dropped : '';
}

/** CPU that the generator took; a core at its end measures itself. */
export function generatorCpuChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const values = series.observed.generator_cpu_share;
  const mean = values === undefined ? null : meanOf(values);
  if (!isMeasured(values) || mean === null) return noPlot('generator-cpu', CPU, 'Not measured here.');
  const lines: Line[] = [{ name: '', values, look: 'first' }];
  const y = linearScale(Math.max(1, mostOf(values)), { heightPx: HEIGHT_PX, format: axisShare });
  return renderPlot({
    id: 'generator-cpu',
    title: CPU,
    caption: `Of one core, out of ${run.result.environment.cpus}. Mean ${percent(mean)}, peak ${percent(mostOf(values))}.`,
    unit: 'share',
    axis,
    y,
    data: drawLines(lines, axis, y),
  });
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
