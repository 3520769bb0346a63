import type { Series, Values } from '../series/series.ts';
import { formatMs } from '../units/numbers.ts';
import { row } from './figure-lines.ts';
import { largestOf, pointsPerCharacter, sparkline } from './sparkline.ts';
import type { Style } from './style.ts';

/** A run over time, a line for each of latency and connections, and one that shows when Redis was away. */
export function seriesLines({ api, observed, marks, intervalMs, points }: Series, style: Style): string[] {
  const connections = observed.redis_api_connections ?? observed.redis_connections;
  return [
    ...overTime('p95 over time', api.latencyMs.p95, rangeMs, style),
    ...overTime('connections', connections ?? [], (from, to) => (from === to ? `${to}` : `${from}–${to}`), style),
    ...away(marks, intervalMs, points, style),
  ];
}

function overTime(label: string, values: Values, range: (from: number, to: number) => string, style: Style): string[] {
  const largest = largestOf(values);
  if (largest === null) return [];
  const smallest = values.reduce<number>((least, value) => Math.min(least, value ?? least), largest);
  return [row(label, `${sparkline(values)}  ${style.faint(range(smallest, largest))}`)];
}

function rangeMs(from: number, to: number): string {
  return `${formatMs(from)} – ${formatMs(to)}`;
}

function away(marks: Series['marks'], intervalMs: number, points: number, style: Style): string[] {
  const characterMs = intervalMs * pointsPerCharacter(points);
  const at = (kind: 'fault' | 'return') => marks.find((mark) => mark.kind === kind)?.atMs;
  const fromMs = at('fault');
  if (fromMs === undefined) return [];
  const endMs = points * intervalMs;
  const from = Math.floor(Math.min(fromMs, endMs) / characterMs);
  const to = Math.round(Math.min(at('return') ?? endMs, endMs) / characterMs);
  return [row('Redis away', style.bad(`${' '.repeat(Math.max(0, from))}${'━'.repeat(Math.max(1, to - from))}`))];
}
