import { METRICS, type MetricName } from '../metrics/catalogue.ts';
import type { OverTime } from '../metrics/metric-types.ts';

/** Metrics that are followed over time beside the requests. Their units are those of the catalogue. */
export type ObservedMetric = {
  [Name in MetricName]: 'overTime' extends keyof (typeof METRICS)[Name] ? Name : never;
}[MetricName];

const OBSERVED = new Map<string, OverTime>(
  Object.entries(METRICS).flatMap(([name, metric]) => ('overTime' in metric ? [[name, metric.overTime] as const] : [])),
);

/** Whether a metric is followed over time. */
export function isObserved(metric: string): metric is ObservedMetric {
  return OBSERVED.has(metric);
}

/** How samples of one point become one value. */
export function overTime(metric: ObservedMetric): OverTime | undefined {
  return OBSERVED.get(metric);
}
