import { bucketMs, type LatencyHistogram } from '../series/latency-histogram.ts';

/** How often each point of each run is counted: `weights[run][point]`. */
export type Weights = readonly (readonly number[])[];

/** Histograms of the points of each run: `[run][point]`. */
type HistogramsOfRuns = readonly (readonly Readonly<LatencyHistogram>[])[];

/** What belongs to the points of several runs, all in one row. */
export class PointsInRow {
  readonly count: number;
  readonly #lengths: readonly number[];
  readonly #starts: readonly number[];

  /** @param lengths how many points each run has */
  constructor(lengths: readonly number[]) {
    this.#lengths = lengths;
    this.#starts = lengths.map((_, run) => lengths.slice(0, run).reduce((sum, length) => sum + length, 0));
    this.count = lengths.reduce((sum, length) => sum + length, 0);
  }

  /** Calls `visit` with what each point has, and its place in the row. */
  forEach<Item>(runs: readonly (readonly Item[])[], visit: (item: Item, at: number) => void): void {
    runs.forEach((ofRun, run) => {
      ofRun.slice(0, this.#lengths[run]).forEach((item, point) => {
        visit(item, (this.#starts[run] ?? 0) + point);
      });
    });
  }

  /** What is null is counted as nothing. */
  numbers(runs: readonly (readonly (number | null)[])[]): Float64Array {
    const row = new Float64Array(this.count);
    this.forEach(runs, (value, at) => {
      row[at] = value ?? 0;
    });
    return row;
  }
}

/** The values, each as often as its weight says. */
export function weighted(values: Float64Array | Uint32Array, weights: Float64Array, from = 0): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) sum += (weights[at] ?? 0) * (values[from + at] ?? 0);
  return sum;
}

/**
 * Histograms of all points, made ready to be weighted thousands of times: a percentile then reads the counts of a few buckets
 * only.
 */
export class WeightedHistograms {
  readonly #lowest: number;
  readonly #size: number;
  readonly #points: number;
  /** How many requests of a point fell into a bucket or one below it: `[bucket * points + point]`. */
  readonly #upTo: Uint32Array;

  /**
   * @param parts whose counts are added up
   * @param range the lowest and the highest bucket of all of them
   */
  constructor(parts: readonly HistogramsOfRuns[], points: PointsInRow, [lowest, highest]: readonly [number, number]) {
    this.#lowest = lowest;
    this.#size = Math.max(0, highest - lowest + 1);
    this.#points = points.count;
    const upTo = new Uint32Array(this.#size * points.count);
    for (const runs of parts) {
      points.forEach(runs, (histogram, point) => {
        for (const [bucket, count] of Object.entries(histogram)) {
          const at = (Number(bucket) - lowest) * points.count + point;
          upTo[at] = (upTo[at] ?? 0) + count;
        }
      });
    }
    for (let at = points.count; at < upTo.length; at += 1) upTo[at] = (upTo[at] ?? 0) + (upTo[at - points.count] ?? 0);
    this.#upTo = upTo;
  }

  /** How many requests there are. */
  total(weights: Float64Array): number {
    return this.#size === 0 ? 0 : this.#countUpTo(this.#size - 1, weights);
  }

  /** The percentile of fraction `q` by nearest rank, as in a series; null without a request. */
  quantile(q: number, weights: Float64Array): number | null {
    const total = this.total(weights);
    if (total === 0) return null;
    const rank = Math.max(1, Math.ceil(q * total));
    let below = -1;
    let reached = this.#size - 1;
    while (reached - below > 1) {
      const middle = (below + reached) >> 1;
      if (this.#countUpTo(middle, weights) >= rank) reached = middle;
      else below = middle;
    }
    return bucketMs(this.#lowest + reached);
  }

  #countUpTo(bucket: number, weights: Float64Array): number {
    return weighted(this.#upTo, weights, bucket * this.#points);
  }
}

/** The lowest and the highest bucket that holds something. */
export function bucketRange(histograms: Iterable<Readonly<LatencyHistogram>>): readonly [number, number] {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const histogram of histograms) {
    for (const bucket of Object.keys(histogram)) {
      lowest = Math.min(lowest, Number(bucket));
      highest = Math.max(highest, Number(bucket));
    }
  }
  return [lowest, highest];
}
