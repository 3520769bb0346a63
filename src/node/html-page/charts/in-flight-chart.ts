import type { Markup } from '../markup.ts';
import { type ChartRun, countsUnderLoad, timeOf } from './chart-run.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { peakOf } from './statistics.ts';
import { axisCount, linearScale } from './y-scale.ts';

const TITLE = 'Requests in flight';

/** How many requests were under way, on average over each point. */
export function inFlightChart(run: ChartRun): Markup {
  const { axis, series, result } = run;
  const values = countsUnderLoad(run, series.api.inFlight);
  const peak = peakOf(values);
  if (peak === null)
    return noPlot('in-flight', TITLE, `Not measured: the load did not fill ${series.intervalMs / 1_000} s.`);
  const lines: Line[] = [{ name: '', values, look: 'first' }];
  const y = linearScale(peak.value * 1.05, { heightPx: 170, format: axisCount });
  const poolSize = result.evidence?.poolSize;
  const pool =
    typeof poolSize === 'number'
      ? `. The pool has ${poolSize} connections, and each request needs one for a part of its time`
      : '';
  return renderPlot({
    id: 'in-flight',
    title: TITLE,
    caption: `On average over ${series.intervalMs / 1_000} s. Most at ${timeOf(run, peak.index)}: ${Number(peak.value.toPrecision(3))}${pool}.`,
    unit: 'count',
    axis,
    y,
    data: drawLines(lines, axis, y),
  });
}
