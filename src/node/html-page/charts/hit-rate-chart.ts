import { formatShare } from '../../../core/units/numbers.ts';
import type { Markup } from '../markup.ts';
import { type ChartRun, limitOf, timeOf } from './chart-run.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { isMeasured, lowestOf, peakOf } from './statistics.ts';
import { axisShare, linearScale } from './y-scale.ts';

const TITLE = 'Cache hit rate';

/** Hits among all lookups that Redis answered. */
export function hitRateChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const { redis_keyspace_hits: hits = [], redis_keyspace_misses: misses = [] } = series.observed;
  const lookups = hits.map((hit, index) => (hit ?? 0) + (misses[index] ?? 0));
  // The first look at Redis may see two lookups: their share says nothing where others are of fifty.
  const enough = Math.min(10, (peakOf(lookups)?.value ?? 0) / 10);
  const shares = lookups.map((count, index) => (count === 0 || count < enough ? null : (hits[index] ?? 0) / count));
  const lowest = lowestOf(shares);
  if (!isMeasured(shares) || lowest === null) return noPlot(TITLE, 'Not measured: no lookup was seen in Redis.');
  const all = sum(hits) + sum(misses);
  const missShare = limitOf(run, 'redis-miss-share')?.limit;
  const lines: Line[] = [{ name: '', values: shares, look: 'first' }];
  const y = linearScale(1, 170, axisShare);
  return renderPlot({
    id: 'hit-rate',
    title: TITLE,
    caption: `Hits among lookups: ${formatShare(sum(hits) / all)} of ${all}, lowest ${formatShare(lowest.value)} at ${timeOf(run, lowest.index)}. Requests that must miss are included.`,
    axis,
    y,
    data: drawLines(lines, axis, y),
    limits: missShare === undefined ? [] : [{ value: 1 - missShare, text: `at least ${formatShare(1 - missShare)}` }],
  });
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
