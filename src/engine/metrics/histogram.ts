/** Each bucket is this much wider than the one below it; what stands for it is at most 0.05 % off. */
const GROWTH = 1.001;
const LOG_GROWTH = Math.log(GROWTH);
/** The width of the bucket around zero, by its power: smaller samples are zero. */
const SMALLEST = 1e-9;
const LOG_SMALLEST = Math.log(SMALLEST);

/**
 * Counts samples of any size in buckets, as in DDSketch (https://arxiv.org/abs/1908.10693). It grows with the range of the
 * samples and not with their number: 100 KB from a microsecond to a minute. The smallest and the largest are exact.
 */
export class Histogram {
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  /** By number: 0 for zero, and as far below as above for negative samples. */
  readonly #counts = new Map<number, number>();
  /** The numbers in ascending order; undefined once there is a new one. */
  #ascending: readonly number[] | undefined;

  add(sample: number): void {
    this.#count++;
    if (sample < this.#min) this.#min = sample;
    if (sample > this.#max) this.#max = sample;
    const bucket = bucketOf(sample);
    const before = this.#counts.get(bucket);
    if (before === undefined) this.#ascending = undefined;
    this.#counts.set(bucket, (before ?? 0) + 1);
  }

  /** The percentile of fraction `q`, 0 to 1, interpolated linearly between neighbours. */
  percentile(q: number): number {
    const position = q * (this.#count - 1);
    const lower = Math.floor(position);
    const below = this.#atRank(lower);
    const above = this.#atRank(Math.ceil(position));
    return below + (above - below) * (position - lower);
  }

  /** The sample at a rank, counted from 0. */
  #atRank(rank: number): number {
    if (rank <= 0) return this.#min;
    if (rank >= this.#count - 1) return this.#max;
    this.#ascending ??= [...this.#counts.keys()].sort((a, b) => a - b);
    let passed = 0;
    for (const bucket of this.#ascending) {
      passed += this.#counts.get(bucket) ?? 0;
      if (passed > rank) return Math.min(this.#max, Math.max(this.#min, middleOf(bucket)));
    }
    return this.#max;
  }
}

function bucketOf(sample: number): number {
  const size = Math.abs(sample);
  if (!(size > SMALLEST)) return 0;
  const bucket = Math.ceil((Math.log(size) - LOG_SMALLEST) / LOG_GROWTH);
  return sample < 0 ? -bucket : bucket;
}

/** What a bucket stands for: it is as far from one end, in per cent, as from the other. */
function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  const upper = SMALLEST * GROWTH ** Math.abs(bucket);
  return (Math.sign(bucket) * 2 * upper) / (GROWTH + 1);
}
