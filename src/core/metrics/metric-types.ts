/** k6's metric types. */
export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';

/** What the numbers of a metric mean: `time` in milliseconds, `data` in bytes. */
export type MetricContains = 'default' | 'time' | 'data';
