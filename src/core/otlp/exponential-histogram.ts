import { bucketMs, countOf, type LatencyHistogram, sorted } from '../series/latency-histogram.ts';
import { integer } from './integer.ts';

/** Buckets are 2 ^ (2 ^ -5) = 1.022 wide: fine enough for a percentile within 1.6 %, ours included. */
const SCALE = 5;
const BUCKETS_PER_DOUBLING = 2 ** SCALE;

/** Times as OpenTelemetry's exponential histogram has them. */
interface ExponentialHistogram {
  readonly count: string;
  readonly sum: number;
  readonly scale: number;
  readonly zeroCount: '0';
  readonly positive: { readonly offset: number; readonly bucketCounts: readonly string[] };
}

/** Puts our buckets into those of OpenTelemetry: bucket `i` holds what is above base ^ i, up to base ^ (i + 1). */
export function exponentialHistogram(histogram: LatencyHistogram): ExponentialHistogram {
  const times = sorted(histogram).map(([bucket, count]) => ({ ms: bucketMs(bucket), count }));
  const indexed = times.map(({ ms, count }) => ({ index: Math.ceil(Math.log2(ms) * BUCKETS_PER_DOUBLING) - 1, count }));
  const offset = indexed[0]?.index ?? 0;
  const bucketCounts = Array.from({ length: (indexed.at(-1)?.index ?? offset - 1) - offset + 1 }, () => 0);
  for (const { index, count } of indexed) bucketCounts[index - offset] = (bucketCounts[index - offset] ?? 0) + count;
  return {
    count: integer(countOf(histogram)),
    sum: times.reduce((sum, { ms, count }) => sum + ms * count, 0),
    scale: SCALE,
    zeroCount: '0',
    positive: { offset, bucketCounts: bucketCounts.map(integer) },
  };
}
