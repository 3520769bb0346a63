import type { MetricSelector, StatisticOf } from '../metrics/catalogue.ts';
import type { SummaryData } from '../summary/summary-data.ts';

/** A statistic of a metric; null when the metric has no sample, so that nothing measured is never taken for 0. */
export function readMetric<Selector extends MetricSelector>(
  data: SummaryData,
  metric: Selector,
  statistic: StatisticOf<Selector>,
): number | null {
  const measured = data.metrics[metric];
  // A trend that only a threshold names is there, with zeros.
  if (measured === undefined || (measured.type === 'trend' && measured.values.count === 0)) return null;
  return measured.values[statistic] ?? null;
}

/** The count of a counter; 0 when it never counted. */
export function readCount(data: SummaryData, counter: MetricSelector): number {
  return data.metrics[counter]?.values.count ?? 0;
}

/** One number less another; null unless both are known. */
export function difference(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one - other;
}
