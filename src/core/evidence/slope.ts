/** A value at a moment. */
export interface Point {
  /** Milliseconds since any fixed moment. */
  readonly atMs: number;
  readonly value: number;
}

/**
 * By how much values rose from the first moment to the last, along the line of least squares: one outlier does not make a
 * drift. Undefined for fewer than three points or no time between them.
 */
export function riseOver(points: readonly Point[]): number | undefined {
  const count = points.length;
  const first = points[0];
  const last = points[count - 1];
  if (count < 3 || first === undefined || last === undefined) return undefined;
  const meanAt = points.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const { atMs, value } of points) {
    covariance += (atMs - meanAt) * (value - meanValue);
    variance += (atMs - meanAt) ** 2;
  }
  return variance === 0 ? undefined : (covariance / variance) * (last.atMs - first.atMs);
}

/** The last third of points, and three of them at least where there are so many. */
export function lastThird(points: readonly Point[]): readonly Point[] {
  return points.slice(-Math.max(3, Math.ceil(points.length / 3)));
}

/** How fast values rise, per minute; undefined as for {@link riseOver}. */
export function risePerMinute(points: readonly Point[]): number | undefined {
  const rise = riseOver(points);
  const [first, last] = [points[0], points[points.length - 1]];
  return rise === undefined || first === undefined || last === undefined
    ? undefined
    : (rise / (last.atMs - first.atMs)) * 60_000;
}
