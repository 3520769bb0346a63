/** Each bucket is this much wider than the one below it. */
const GROWTH = 1.01;
const LOG_GROWTH = Math.log(GROWTH);
/** Below this, which no request is, times are not told apart. */
const SMALLEST_MS = 0.001;

/**
 * How many times fell into which bucket: bucket number → count. Bucket `i` holds the times from 1.01^(i-1) to 1.01^i ms
 * and stands for them within 0.5 %, as in DDSketch (https://arxiv.org/abs/1908.10693). Two histograms are merged by
 * adding their counts.
 */
export type LatencyHistogram = Record<string, number>;

/** Counts a time in milliseconds. */
export function record(histogram: LatencyHistogram, ms: number, count = 1): void {
  const bucket = Math.ceil(Math.log(Math.max(ms, SMALLEST_MS)) / LOG_GROWTH);
  histogram[bucket] = (histogram[bucket] ?? 0) + count;
}

/** Adds the counts of one histogram to another. */
export function mergeInto(histogram: LatencyHistogram, other: Readonly<LatencyHistogram>): void {
  for (const [bucket, count] of Object.entries(other)) {
    histogram[Number(bucket)] = (histogram[Number(bucket)] ?? 0) + count;
  }
}

/** The histogram of all times of several. */
export function merged(histograms: Iterable<Readonly<LatencyHistogram>>): LatencyHistogram {
  const sum: LatencyHistogram = {};
  for (const histogram of histograms) mergeInto(sum, histogram);
  return sum;
}

/** How many times were counted. */
export function countOf(histogram: Readonly<LatencyHistogram>): number {
  return Object.values(histogram).reduce((sum, count) => sum + count, 0);
}

/** What a bucket stands for, in milliseconds. */
export function bucketMs(bucket: number): number {
  return (2 * GROWTH ** bucket) / (GROWTH + 1);
}

/** The longest time that falls into a bucket, in milliseconds. */
export function upperBoundMs(bucket: number): number {
  return GROWTH ** bucket;
}

/** The time at rank `rank`, counted from 1; null beyond the times that were counted. */
export function valueAtRank(histogram: Readonly<LatencyHistogram>, rank: number): number | null {
  let passed = 0;
  for (const [bucket, count] of sorted(histogram)) {
    passed += count;
    if (passed >= rank) return bucketMs(bucket);
  }
  return null;
}

/** The percentile of fraction `q`, 0 to 1, by nearest rank; null without a time. */
export function percentileOf(histogram: Readonly<LatencyHistogram>, q: number): number | null {
  return valueAtRank(histogram, Math.max(1, Math.ceil(q * countOf(histogram))));
}

/** Buckets from the fastest to the slowest. */
export function sorted(histogram: Readonly<LatencyHistogram>): [bucket: number, count: number][] {
  return Object.entries(histogram)
    .map(([bucket, count]): [number, number] => [Number(bucket), count])
    .sort(([a], [b]) => a - b);
}
