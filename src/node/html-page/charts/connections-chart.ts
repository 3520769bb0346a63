import type { Values } from '../../../core/series/series.ts';
import { seenOnChart } from '../chart-of.ts';
import type { Markup } from '../markup.ts';
import { type ChartRun, limitOf, timeOf } from './chart-run.ts';
import { drawLines, type Line } from './lines.ts';
import { noPlot, renderPlot } from './plot.ts';
import { endLabelsOf, type Limit, offScale } from './plot-labels.ts';
import { isMeasured, mostOf, peakOf } from './statistics.ts';
import { axisCount, linearScale } from './y-scale.ts';

const TITLE = 'Redis connections of the API';
const WAITING = 'Requests that wait for a connection';

/** Connections as Redis counts them, against the limit and beside what the pool tells of itself. */
export function connectionsChart(run: ChartRun): Markup {
  const { axis, series, result } = run;
  const { redis_api_connections: ofApi = [], redis_connections: ofAll = [], pool_in_use, pool_size } = series.observed;
  // Those of several kinds of clients, where nobody says which are the API's.
  const areAnybodys = result.evidence?.connectionsMax === null && isMeasured(ofAll);
  const open = areAnybodys ? ofAll : ofApi;
  const lines: Line[] = [
    ...lineOf('pool size', pool_size, 'plan'),
    ...lineOf('in use', pool_in_use, 'second'),
    ...lineOf(areAnybodys ? 'all clients' : 'open', open, 'first'),
  ];
  if (lines.length === 0)
    return noPlot(
      'connections',
      TITLE,
      'Not measured: Redis was not observed, and the API reported nothing about its pool.',
    );
  const limits = limitsOf(run);
  const y = linearScale(mostOf(...lines.map(({ values }) => values)) * 1.1, {
    heightPx: 200,
    format: axisCount,
    limits: limits.map(({ value }) => value * 1.1),
  });
  const peak = peakOf(open);
  const expected = result.evidence === null ? '' : `, ${result.evidence.expectedMaxConnections} expected at most`;
  const whose = areAnybodys ? ', of all clients of Redis: API_CLIENTS tells which are of the API' : expected;
  return renderPlot({
    id: 'connections',
    title: TITLE,
    caption: `${peak === null ? 'Redis was not observed.' : `Up to ${peak.value} open at ${timeOf(run, peak.index)}${whose}.`}${poolInWords(run)}${offScale(limits, y)}`,
    links: seenOnChart(run.result, 'connections'),
    unit: 'count',
    axis,
    y,
    data: drawLines(lines, axis, y),
    limits,
    endLabels: endLabelsOf(lines),
    isWide: true,
  });
}

/** What the pool tells of itself: it is asked from time to time, and between two questions much may happen. */
function poolInWords({ series: { observed } }: ChartRun): string {
  const { pool_in_use: inUse, pool_size: size } = observed;
  if (!isMeasured(inUse)) return ' The API reported nothing about its pool (POOL_PATH).';
  const [most, room] = [mostOf(inUse), isMeasured(size) ? mostOf(size) : null];
  const asked = ` Whenever the pool was asked, at most ${most}${room === null ? '' : ` of ${room}`} were in use`;
  if (room !== null && most > room) return `${asked}: it lends out more than it says it has.`;
  return `${asked}${most === 0 ? '; what is lent and given back in between goes unseen' : ''}.`;
}

/** Requests in the queue before the pool: far more of them than connections would press those flat. */
export function waitingChart(run: ChartRun): Markup {
  const { axis, series } = run;
  const values = series.observed.pool_waiting;
  const peak = peakOf(values ?? []);
  if (!isMeasured(values) || peak === null)
    return noPlot('waiting', WAITING, 'Not measured: the API reported nothing about its pool (POOL_PATH).');
  if (peak.value === 0) return noPlot('waiting', WAITING, 'None waited whenever the pool was asked.');
  const lines: Line[] = [{ name: '', values, look: 'third' }];
  const y = linearScale(peak.value * 1.05, { heightPx: 170, format: axisCount });
  return renderPlot({
    id: 'waiting',
    title: WAITING,
    caption: `By the pool's own count. Most at ${timeOf(run, peak.index)}: ${peak.value}.`,
    links: seenOnChart(run.result, 'waiting'),
    unit: 'count',
    axis,
    y,
    data: drawLines(lines, axis, y),
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
