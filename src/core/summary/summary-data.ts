import type { MetricSelector, StatisticOf } from '../metrics/catalogue.ts';
import type { Count } from '../units/count.ts';

/** What k6 hands to `handleSummary`: the one shape that both engines deliver. Source: k6 v2, end-of-test summary. */
export interface SummaryData {
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  readonly root_group: SummaryGroup;
  readonly state: { readonly isStdOutTTY: boolean; readonly testRunDurationMs: number };
  readonly setup_data?: unknown;
}

export interface SummaryMetric {
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
  /** Counter: count, rate. Gauge: value, min, max. Rate: rate, passes, fails. Trend: the `summaryTrendStats`. */
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

export interface SummaryGroup {
  readonly name: string;
  readonly groups: readonly SummaryGroup[];
  readonly checks: readonly SummaryCheck[];
}

export interface SummaryCheck {
  readonly name: string;
  readonly passes: Count;
  readonly fails: Count;
}

/** A value of a metric or submetric; 0 where the metric has no sample, as k6 counts. */
export function readValue<Selector extends MetricSelector>(
  data: SummaryData,
  metric: Selector,
  statistic: StatisticOf<Selector>,
): number {
  return data.metrics[metric]?.values[statistic] ?? 0;
}
