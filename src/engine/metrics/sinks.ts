import type { MetricType } from '../../core/metrics/metric-types.ts';
import { percentile } from '../../core/metrics/percentile.ts';

/** Sum of all samples. */
export class CounterSink {
  readonly type = 'counter';
  count = 0;
  isEmpty = true;

  add(value: number): void {
    this.count += value;
    this.isEmpty = false;
  }
}

/** Last, smallest and largest sample; all 0 before the first one. */
export class GaugeSink {
  readonly type = 'gauge';
  value = 0;
  min = 0;
  max = 0;
  isEmpty = true;

  add(value: number): void {
    this.value = value;
    this.min = this.isEmpty ? value : Math.min(this.min, value);
    this.max = this.isEmpty ? value : Math.max(this.max, value);
    this.isEmpty = false;
  }
}

/** How many samples were not zero. */
export class RateSink {
  readonly type = 'rate';
  trues = 0;
  total = 0;

  get isEmpty(): boolean {
    return this.total === 0;
  }

  add(value: number): void {
    this.total++;
    if (value !== 0) this.trues++;
  }
}

const FIRST_CAPACITY = 64;

/** Keeps every sample, 8 bytes each, so that percentiles are exact. */
export class TrendSink {
  readonly type = 'trend';
  count = 0;
  sum = 0;
  #samples = new Float64Array(FIRST_CAPACITY);
  #sortedCount = 0;

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
    if (this.count === this.#samples.length) {
      const grown = new Float64Array(this.count * 2);
      grown.set(this.#samples);
      this.#samples = grown;
    }
    this.#samples[this.count++] = value;
    this.sum += value;
  }

  /** The percentile of fraction `q`, 0 to 1. */
  percentile(q: number): number {
    this.#sort();
    return percentile(this.#samples.subarray(0, this.count), q);
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

/** What the samples of one metric are folded into. */
export type Sink = CounterSink | GaugeSink | RateSink | TrendSink;

const SINKS = {
  counter: CounterSink,
  gauge: GaugeSink,
  rate: RateSink,
  trend: TrendSink,
} as const satisfies Record<MetricType, new () => Sink>;

/** An empty sink for a metric of this type. */
export function createSink(type: MetricType): Sink {
  return new SINKS[type]();
}
