import type { MetricType } from './metric-types.ts';
import { percentile } from './percentile.ts';

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
    const samples = this.#samples.subarray(0, this.count);
    if (this.#sortedCount !== this.count) {
      samples.sort();
      this.#sortedCount = this.count;
    }
    return percentile(samples, q);
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
