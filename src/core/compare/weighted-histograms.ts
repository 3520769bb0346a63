import { bucketMs, type LatencyHistogram, sorted } from '../series/latency-histogram.ts';

/** How often each point of each run is counted: `weights[run][point]`. */
export type Weights = readonly (readonly number[])[];

/** How many requests fell into each bucket or one below it, from the bucket `lowest` on. */
interface Cumulated {
  readonly lowest: number;
  readonly upTo: Float64Array;
}

/** What one point adds: counts of the buckets that hold something. */
interface Point {
  readonly indices: Int32Array;
  readonly counts: Int32Array;
}

/** Histograms of each point of each run, made ready to be summed up thousands of times. */
export class WeightedHistograms {
  readonly #runs: readonly (readonly Point[])[];
  readonly #lowest: number;
  readonly #size: number;

  /** @param range the lowest and the highest bucket of all that is to be added up */
  constructor(runs: readonly (readonly Readonly<LatencyHistogram>[])[], [lowest, highest]: readonly [number, number]) {
    this.#lowest = lowest;
    this.#size = Math.max(0, highest - lowest + 1);
    this.#runs = runs.map((points) =>
      points.map((histogram) => {
        const buckets = sorted(histogram);
        return {
          indices: Int32Array.from(buckets, ([bucket]) => bucket - lowest),
          counts: Int32Array.from(buckets, ([, count]) => count),
        };
      }),
    );
  }

  /** All points together, each as often as its weight says. */
  sum(weights: Weights): Cumulated {
    const sums = new Float64Array(this.#size);
    this.#runs.forEach((points, run) => {
      points.forEach(({ indices, counts }, point) => {
        const weight = weights[run]?.[point] ?? 0;
        if (weight === 0) return;
        for (let at = 0; at < indices.length; at += 1) {
          const index = indices[at] ?? 0;
          sums[index] = (sums[index] ?? 0) + weight * (counts[at] ?? 0);
        }
      });
    });
    for (let index = 1; index < sums.length; index += 1) sums[index] = (sums[index] ?? 0) + (sums[index - 1] ?? 0);
    return { lowest: this.#lowest, upTo: sums };
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

/** Several sums over the same range as one. */
export function addUp(sums: readonly Cumulated[], [lowest, highest]: readonly [number, number]): Cumulated {
  const upTo = new Float64Array(Math.max(0, highest - lowest + 1));
  for (const sum of sums) {
    for (let index = 0; index < upTo.length; index += 1) upTo[index] = (upTo[index] ?? 0) + (sum.upTo[index] ?? 0);
  }
  return { lowest, upTo };
}

/** How many requests there are. */
export function total({ upTo }: Cumulated): number {
  return upTo.at(-1) ?? 0;
}

/** The percentile of fraction `q` by nearest rank, as in a series; null without a request. */
export function quantile(sum: Cumulated, q: number): number | null {
  if (total(sum) === 0) return null;
  const rank = Math.max(1, Math.ceil(q * total(sum)));
  let below = -1;
  let reached = sum.upTo.length - 1;
  while (reached - below > 1) {
    const middle = (below + reached) >> 1;
    if ((sum.upTo[middle] ?? 0) >= rank) reached = middle;
    else below = middle;
  }
  return bucketMs(sum.lowest + reached);
}
