import { percentile } from '../../core/metrics/percentile.ts';
import { Histogram } from './histogram.ts';

const FIRST_CAPACITY = 64;
/** So many samples are kept, 8 bytes each, and their percentiles are exact. */
const MOST_SAMPLES = 100_000;

/** Keeps samples as long as they are not too many, and counts them in a histogram from then on: a run may last for days. */
export class TrendSink {
  readonly type = 'trend';
  count = 0;
  sum = 0;
  #samples = new Float64Array(FIRST_CAPACITY);
  #sortedCount = 0;
  #histogram: Histogram | undefined;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  get avg(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }

  get min(): number {
    return this.percentile(0);
  }

  get max(): number {
    return this.percentile(1);
  }

  add(value: number): void {
    this.sum += value;
    const at = this.count++;
    if (this.#histogram) {
      this.#histogram.add(value);
      return;
    }
    if (at === this.#samples.length) this.#grow();
    this.#samples[at] = value;
    if (this.count === MOST_SAMPLES) this.#count();
  }

  /** The percentile of fraction `q`, 0 to 1. */
  percentile(q: number): number {
    if (this.#histogram) return this.#histogram.percentile(q);
    this.#sort();
    return percentile(this.#samples.subarray(0, this.count), q);
  }

  #grow(): void {
    const grown = new Float64Array(this.#samples.length * 2);
    grown.set(this.#samples);
    this.#samples = grown;
  }

  #count(): void {
    this.#histogram = new Histogram();
    for (const sample of this.#samples.subarray(0, this.count)) this.#histogram.add(sample);
    this.#samples = new Float64Array();
  }

  /** Sorts what came since the last time and merges it in: thresholds ask again and again while the test runs. */
  #sort(): void {
    const fresh = this.#samples.slice(this.#sortedCount, this.count).sort();
    let old = this.#sortedCount - 1;
    let next = fresh.length - 1;
    for (let at = this.count - 1; next >= 0; at--) {
      const oldest = old >= 0 ? (this.#samples[old] ?? 0) : Number.NEGATIVE_INFINITY;
      const newest = fresh[next] ?? 0;
      if (oldest > newest) old--;
      else next--;
      this.#samples[at] = Math.max(oldest, newest);
    }
    this.#sortedCount = this.count;
  }
}
