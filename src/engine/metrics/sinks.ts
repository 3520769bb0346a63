import type { MetricType } from '../../core/metrics/metric-types.ts';
import { TrendSink } from './trend-sink.ts';

/** Sum of all samples. */
class CounterSink {
  readonly type = 'counter';
  count = 0;
  isEmpty = true;

  add(value: number): void {
    this.count += value;
    this.isEmpty = false;
  }
}

/** Last, smallest and largest sample; all 0 before the first one. */
class GaugeSink {
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
class RateSink {
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
