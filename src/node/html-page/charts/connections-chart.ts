import type { Values } from '../../../core/series/series.ts';
import type { Markup } from '../markup.ts';
import { type ChartRun, limitOf, timeOf } from './chart-run.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { endLabelsOf, type Limit } from './plot-labels.ts';
import { isMeasured, mostOf, peakOf } from './statistics.ts';
import { axisCount, linearScale } from './y-scale.ts';

const TITLE = 'Redis connections of the API';

/** Connections as Redis counts them, against the limit and beside what the pool tells of itself. */
export function connectionsChart(run: ChartRun): Markup {
  const { axis, series, result } = run;
  const { redis_api_connections: open = [], pool_in_use, pool_waiting, pool_size } = series.observed;
  const lines: Line[] = [
    ...lineOf('pool size', pool_size, 'plan'),
    ...lineOf('waiting', pool_waiting, 'third'),
    ...lineOf('in use', pool_in_use, 'second'),
    ...lineOf('open', open, 'first'),
  ];
  if (lines.length === 0)
    return noPlot(TITLE, 'Not measured: Redis was not observed, and the API reported nothing about its pool.');
  const limits = limitsOf(run);
  const most = Math.max(mostOf(...lines.map(({ values }) => values)), ...limits.map(({ value }) => value));
  const y = linearScale(most * 1.1, 200, axisCount);
  const peak = peakOf(open);
  const expected = result.evidence === null ? '' : `, ${result.evidence.expectedMaxConnections} expected at most`;
  const told = isMeasured(pool_size)
    ? ` By the pool's own count, at most ${mostOf(pool_in_use ?? [])} in use, ${mostOf(pool_waiting ?? [])} waiting.`
    : ' The API reported nothing about its pool (POOL_PATH).';
  return renderPlot({
    id: 'connections',
    title: TITLE,
    caption: `${peak === null ? 'Redis was not observed.' : `Up to ${peak.value} open at ${timeOf(run, peak.index)}${expected}.`}${told}`,
    axis,
    y,
    data: drawLines(lines, axis, y),
    limits,
    endLabels: endLabelsOf(lines),
    isWide: true,
  });
}

function lineOf(name: string, values: Values | undefined, look: Line['look']): Line[] {
  return isMeasured(values) ? [{ name, values, look }] : [];
}

/** The limit of the rule, or of its scenarios where they all have the same; else what was expected. */
function limitsOf(run: ChartRun): Limit[] {
  const { result } = run;
  const rule = result.rules.find(({ id }) => id === 'redis-connections' || id.startsWith('redis-connections:'));
  const value = (rule && limitOf(run, rule.id)?.limit) ?? result.evidence?.expectedMaxConnections;
  return value === undefined ? [] : [{ value, text: `limit ${value}` }];
}
