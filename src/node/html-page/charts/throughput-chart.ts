import { isChained } from '../../../core/result/sent.ts';
import { seenOnChart } from '../chart-of.ts';
import type { Markup } from '../markup.ts';
import { type ChartRun, perSecond } from './chart-run.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { endLabelsOf } from './plot-labels.ts';
import { isMeasured, mostOf } from './statistics.ts';
import { axisCount, linearScale } from './y-scale.ts';

const TITLE = 'Throughput against plan';

/** Requests that ended per second beside those planned. */
export function throughputChart(run: ChartRun): Markup {
  const { axis, series, result } = run;
  const planned = perSecond(run, series.api.planned);
  const ended = perSecond(run, series.api.requests);
  const dropped = perSecond(run, series.api.dropped);
  if (!isMeasured(ended))
    return noPlot('throughput', TITLE, `Not measured: the load did not fill ${series.intervalMs / 1_000} s.`);
  const lines: Line[] = [
    { name: 'ended', values: ended, look: 'first' },
    ...(mostOf(dropped) > 0 ? [{ name: 'dropped', values: dropped, look: 'third' } as const] : []),
    { name: 'plan', values: planned, look: 'plan' },
  ];
  const y = linearScale(mostOf(planned, ended, dropped) * 1.05, { heightPx: 170, format: axisCount });
  const { plannedRequests, requests, iterations, droppedIterations } = result.requests;
  const sent = isChained(result.requests)
    ? `${requests} were sent in ${iterations} iterations, of which ${plannedRequests} were planned`
    : `${requests} of ${plannedRequests} planned were sent`;
  const unsent = droppedIterations > 0 ? `, ${droppedIterations} were dropped` : ', none was dropped';
  return renderPlot({
    id: 'throughput',
    title: TITLE,
    caption: `Requests per second. ${sent}${unsent}.`,
    links: seenOnChart(run.result, 'throughput'),
    unit: 'count',
    axis,
    y,
    data: drawLines(lines, axis, y),
    endLabels: endLabelsOf(lines),
  });
}
