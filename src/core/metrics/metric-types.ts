/** k6's metric types. */
export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';

/** What the numbers of a metric mean: `time` in milliseconds, `data` in bytes. */
export type MetricContains = 'default' | 'time' | 'data';

/** The trend statistics that our reports need; k6 leaves out p(99) and count unless they are asked for. */
export const SUMMARY_TREND_STATS = ['min', 'avg', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'p(99.9)', 'count'] as const;

/** What the summary tells of a metric of each type. */
export interface Statistics {
  readonly counter: 'count' | 'rate';
  readonly gauge: 'value' | 'min' | 'max';
  readonly rate: 'rate' | 'passes' | 'fails';
  readonly trend: (typeof SUMMARY_TREND_STATS)[number];
}

/** How samples within one point of time become one value: the largest, or the sum of what was counted. */
export type OverTime = 'peak' | 'sum';

/** A metric of ours. */
export interface MetricDefinition {
  readonly type: MetricType;
  readonly unit: 'ms' | 'bytes' | 'share' | 'count' | 'status';
  /** What it is, in one line. */
  readonly title: string;
  /** Tags that tell its samples apart, beside those that k6 and the scenarios give to all. */
  readonly tags?: readonly string[];
  /** Set where it is followed over time. */
  readonly overTime?: OverTime;
}
