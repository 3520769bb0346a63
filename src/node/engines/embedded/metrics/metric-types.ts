/** Tags as k6 scripts write them: names and values are strings. */
export type Tags = Readonly<Record<string, string>>;

/** k6's metric types. */
export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';

/** What the numbers of a metric mean: `time` in milliseconds, `data` in bytes. */
export type MetricContains = 'default' | 'time' | 'data';

/** The name of a built-in or custom metric: `^[a-zA-Z_][a-zA-Z0-9_]{1,128}$`. */
export type MetricName = string;

/**
 * An interned set of tags: two equal sets are the same object, so that samples with the same tags share the work of
 * finding their submetrics.
 */
export interface TagSet {
  readonly tags: Tags;
}
