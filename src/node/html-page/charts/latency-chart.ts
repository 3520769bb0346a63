import { formatMs } from '../../../core/units/numbers.ts';
import { seenOnChart } from '../chart-of.ts';
import type { Markup } from '../markup.ts';
import { type ChartRun, timeOf, underWholeLoad } from './chart-run.ts';
import { latencyLimits } from './latency-limits.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { endLabelsOf, type Limit, offScale } from './plot-labels.ts';
import { isMeasured, lowestOf, mostOf, peakOf } from './statistics.ts';
import { axisMs, logScale } from './y-scale.ts';

const TITLE = 'Latency';

/** Percentiles over time, with the limits that rules set for p95 and p99. */
export function latencyChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const { p50, p95, p99, max } = series.api.latencyMs;
  if (!isMeasured(p50)) return noPlot('latency', TITLE, 'Not measured: no request was answered as expected.');
  const lines: Line[] = [
    { name: 'p50', values: underWholeLoad(run, p50), look: 'second' },
    { name: 'p99', values: underWholeLoad(run, p99), look: 'third' },
    { name: 'p95', values: underWholeLoad(run, p95), look: 'first' },
    // Of few requests the slowest is p99 too: as dots on its line both are seen.
    { name: 'max', values: max, look: 'peak', isDots: true },
  ];
  const limits = latencyLimits(run);
  const least = Math.max(0.01, lowestOf(p50)?.value ?? 0.01);
  const y = logScale([least * 0.8, Math.max(mostOf(max), least) * 1.1], {
    heightPx: 230,
    format: axisMs,
    limits: limits.map(({ value }) => value),
  });
  return renderPlot({
    id: 'latency',
    title: TITLE,
    caption: `${captionOf(run, limits)}${offScale(limits, y)}`,
    links: seenOnChart(run.result, 'latency'),
    unit: 'ms',
    axis,
    y,
    data: drawLines(lines, axis, y),
    limits,
    endLabels: endLabelsOf(lines),
    isWide: true,
  });
}

function captionOf(run: ChartRun, limits: readonly Limit[]): string {
  const peak = peakOf(underWholeLoad(run, run.series.api.latencyMs.p95));
  const worst = peak === null ? '' : ` p95 is highest at ${timeOf(run, peak.index)}: ${formatMs(peak.value)}.`;
  const unlimited = limits.length === 0 ? ' No rule limits it.' : '';
  return `Of requests answered as expected, per ${run.series.intervalMs / 1_000} s, on a log scale; dots are the slowest.${worst}${unlimited}`;
}
