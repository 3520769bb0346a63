import type { CacheMeterName } from './cache-meters.ts';
import type { MeterPoint } from './minutes.ts';

/** What CloudWatch has of a cache of ElastiCache Serverless. */
export type ServerlessMeterName =
  | Exclude<CacheMeterName, 'engineCpuPercent'>
  | 'throttled'
  | 'processingUnits'
  | 'hitRatePercent';

type Point = MeterPoint<ServerlessMeterName>;

/**
 * Values of a cache as nodes have them. Its documentation has no number of misses: where there is none, it follows from hits and
 * their share, unless there was no hit.
 */
export function asOfNodes(points: readonly Point[]): MeterPoint<CacheMeterName>[] {
  const shared = points.filter(isShared);
  const misses = points.flatMap(({ name, atMs, value: hits }) => {
    const of = (other: ServerlessMeterName) =>
      points.find((point) => point.name === other && point.atMs === atMs)?.value;
    const rate = of('hitRatePercent') ?? 0;
    if (name !== 'hits' || of('misses') !== undefined || hits === 0 || rate === 0) return [];
    return [{ name: 'misses' as const, atMs, value: Math.round(hits * (100 / rate - 1)) }];
  });
  return [...shared, ...misses];
}

function isShared(point: Point): point is MeterPoint<Exclude<CacheMeterName, 'engineCpuPercent'>> {
  return !['throttled', 'processingUnits', 'hitRatePercent'].includes(point.name);
}

/** The sum of a meter from a moment on; null without a value. */
export function sumFrom(points: readonly Point[], meter: ServerlessMeterName, fromMs: number): number | null {
  const values = points.filter(({ name, atMs }) => name === meter && atMs >= fromMs).map(({ value }) => value);
  return values.length === 0 ? null : Math.round(values.reduce((sum, value) => sum + value, 0));
}
