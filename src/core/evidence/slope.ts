/** A value at a moment. */
export interface Point {
  /** Milliseconds since any fixed moment. */
  readonly atMs: number;
  readonly value: number;
}

/** How fast values rise over time, per minute, by least squares; undefined for fewer than three points or no time. */
export function risePerMinute(points: readonly Point[]): number | undefined {
  const count = points.length;
  if (count < 3) return undefined;
  const meanAt = points.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const { atMs, value } of points) {
    covariance += (atMs - meanAt) * (value - meanValue);
    variance += (atMs - meanAt) ** 2;
  }
  return variance === 0 ? undefined : (covariance / variance) * 60_000;
}
