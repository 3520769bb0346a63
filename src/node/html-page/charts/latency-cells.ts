import { type LatencyHistogram, merged, sorted, upperBoundMs } from '../../../core/series/latency-histogram.ts';
import type { Series } from '../../../core/series/series.ts';
import { axisMs, logScale, type YScale } from './y-scale.ts';

const MOST_ROWS = 26;
const HEIGHT_PX = 208;

/** Answered requests by time and by latency, in rows of equal height on a log scale. */
interface LatencyCells {
  readonly y: YScale;
  readonly rows: number;
  /** Of each point. */
  readonly points: readonly LatencyHistogram[];
  /** Of the whole run. */
  readonly whole: LatencyHistogram;
  /** How many requests of a histogram are in each row, from the fastest to the slowest. */
  readonly countsOf: (histogram: LatencyHistogram) => number[];
}

/** Null where no request was answered as expected. */
export function latencyCells(series: Series): LatencyCells | null {
  const scenarios = Object.values(series.scenarios).map(({ histograms }) => histograms);
  const points = Array.from({ length: series.points }, (_, index) => merged(scenarios.map((at) => at[index] ?? {})));
  const whole = merged(points);
  const buckets = sorted(whole).map(([bucket]) => bucket);
  const [lowest, highest] = [buckets[0], buckets.at(-1)];
  if (lowest === undefined || highest === undefined) return null;
  // Rows finer than a few buckets would show the buckets and not the requests.
  const rowBuckets = Math.max(7, Math.ceil((highest - lowest + 1) / MOST_ROWS));
  const rows = Math.ceil((highest - lowest + 1) / rowBuckets);
  return {
    y: logScale([upperBoundMs(lowest - 1), upperBoundMs(lowest - 1 + rows * rowBuckets)], {
      heightPx: HEIGHT_PX,
      format: axisMs,
    }),
    rows,
    points,
    whole,
    countsOf(histogram) {
      const counts = Array.from({ length: rows }, () => 0);
      for (const [bucket, count] of sorted(histogram)) {
        const row = Math.floor((bucket - lowest) / rowBuckets);
        counts[row] = (counts[row] ?? 0) + count;
      }
      return counts;
    },
  };
}
