import { formatShare } from '../../../core/units/numbers.ts';
import { limitText } from '../../../core/verdict/limit-text.ts';
import { seenOnChart } from '../chart-of.ts';
import type { Markup } from '../markup.ts';
import { type ChartRun, limitOf, timeOf } from './chart-run.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { type Limit, offScale } from './plot-labels.ts';
import { isMeasured, peakOf, sumOf } from './statistics.ts';
import { axisShare, linearScale } from './y-scale.ts';

const TITLE = 'Cache misses';

/** Misses among all lookups that Redis answered: the share that the rule about misses limits. */
export function missesChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const { redis_keyspace_hits: hits = [], redis_keyspace_misses: misses = [] } = series.observed;
  const lookups = hits.map((hit, index) => (hit ?? 0) + (misses[index] ?? 0));
  // The first look at Redis may see two lookups: their share says nothing where others are of fifty.
  const enough = Math.min(10, (peakOf(lookups)?.value ?? 0) / 10);
  const shares = lookups.map((count, index) => (count === 0 || count < enough ? null : (misses[index] ?? 0) / count));
  const peak = peakOf(shares);
  if (!isMeasured(shares) || peak === null)
    return noPlot('misses', TITLE, 'Not measured: no lookup was seen in Redis.');
  const all = sumOf(hits) + sumOf(misses);
  const mean = sumOf(misses) / all;
  const most = peak.value > mean ? `, most at ${timeOf(run, peak.index)}: ${formatShare(peak.value)}` : '';
  const rule = run.result.rules.find(({ id }) => id === 'redis-miss-share');
  const limit = limitOf(run, 'redis-miss-share')?.limit;
  const limits: Limit[] = rule === undefined || limit === undefined ? [] : [{ value: limit, text: limitText(rule) }];
  const y = linearScale(Math.min(1, Math.max(0.01, peak.value) * 1.1), {
    heightPx: 170,
    format: axisShare,
    limits: limits.map(({ value }) => value),
  });
  const lines: Line[] = [{ name: '', values: shares, look: 'first' }];
  return renderPlot({
    id: 'misses',
    title: TITLE,
    caption: `${formatShare(mean)} of ${all} lookups${most}. Requests that must miss are among them.${offScale(limits, y)}`,
    links: seenOnChart(run.result, 'misses'),
    unit: 'share',
    axis,
    y,
    data: drawLines(lines, axis, y),
    limits,
  });
}
