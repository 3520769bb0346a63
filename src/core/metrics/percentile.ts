/**
 * The value below which the fraction `q` (0 to 1) of the samples lies, interpolated linearly between its neighbours
 * (type 7 of Hyndman and Fan), as k6 computes it. No samples: 0.
 *
 * @param sorted Samples in ascending order.
 */
export function percentile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return 0;
  const position = q * (sorted.length - 1);
  const lower = Math.floor(position);
  const below = sorted[lower] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - lower);
}
