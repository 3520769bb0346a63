import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryData } from '../summary/summary-data.ts';
import { readMetric } from './read-metric.ts';

/** The trend whose samples are the statuses of answers other than 200. */
export const UNEXPECTED_STATUS = 'unexpected_status';

/** Status codes that are counted one by one; k6 counts a tag's value only when a threshold names it beforehand. */
export const LISTED_STATUS_CODES = [
  ...['0', '200', '201', '204', '301', '302', '303', '304', '307', '308'],
  ...['400', '401', '403', '404', '408', '429'],
  ...['500', '502', '503', '504'],
];

const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx', 'other'] as const;
type StatusClass = (typeof CLASSES)[number];

const UNLISTED = submetric(UNEXPECTED_STATUS, { listed: 'no' });

/** Submetrics that are read here. */
export const UNEXPECTED_STATUS_METRICS: readonly string[] = [...CLASSES.map(metricOf), UNLISTED];

/** The tags of a sample, by which every status is counted, whichever it is. */
export function tagsOfStatus(status: number): Readonly<Record<string, string>> {
  return { class: classOf(status), listed: LISTED_STATUS_CODES.includes(`${status}`) ? 'yes' : 'no' };
}

/** Answers of a class, however many codes it has. */
export function countOfClass(data: SummaryData, statusClass: StatusClass): number {
  return readValue(data, metricOf(statusClass), 'count');
}

/** The code of the answers that are not counted by themselves, if all have the same. */
export function onlyUnlistedStatus(data: SummaryData): number | null {
  const lowest = readMetric(data, UNLISTED, 'min');
  return lowest === readMetric(data, UNLISTED, 'max') ? lowest : null;
}

function metricOf(statusClass: StatusClass): string {
  return submetric(UNEXPECTED_STATUS, { class: statusClass });
}

function classOf(status: number): StatusClass {
  return CLASSES.find((each) => each === `${Math.floor(status / 100)}xx`) ?? 'other';
}
