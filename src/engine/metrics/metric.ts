import type { MetricContains, MetricName, MetricType } from './metric-types.ts';
import type { MetricSelector } from './parse-metric-selector.ts';
import type { Sink } from './sinks.ts';

/** A metric or submetric with all that was measured for it. */
export interface Metric {
  readonly name: MetricName;
  readonly type: MetricType;
  readonly contains: MetricContains;
  readonly sink: Sink;
  readonly selector: MetricSelector['tags'];
  readonly submetrics: readonly Metric[];
}
