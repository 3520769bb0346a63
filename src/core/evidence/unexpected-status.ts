import type { MetricSelector } from '../metrics/catalogue.ts';
import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryData } from '../summary/summary-data.ts';
import { STATUS_CLASSES } from './answer-status.ts';
import { readMetric } from './read-metric.ts';

type StatusClass = (typeof STATUS_CLASSES)[number];

const UNLISTED = submetric('unexpected_status', { listed: 'no' });

/** Submetrics that are read here. */
export const UNEXPECTED_STATUS_METRICS: readonly MetricSelector[] = [...STATUS_CLASSES.map(metricOf), UNLISTED];

/** Answers of a class, however many codes it has. */
export function countOfClass(data: SummaryData, statusClass: StatusClass): number {
  return readValue(data, metricOf(statusClass), 'count');
}

/** The code of the answers that are not counted by themselves, if all have the same. */
export function onlyUnlistedStatus(data: SummaryData): number | null {
  const lowest = readMetric(data, UNLISTED, 'min');
  return lowest === readMetric(data, UNLISTED, 'max') ? lowest : null;
}

function metricOf(statusClass: StatusClass) {
  return submetric('unexpected_status', { class: statusClass });
}
