export type { MetricContains, MetricType } from '../../core/metrics/metric-types.ts';

/** Tags as k6 scripts write them: names and values are strings. */
export type Tags = Readonly<Record<string, string>>;

/** The name of a built-in or custom metric: `^[a-zA-Z_][a-zA-Z0-9_]{1,128}$`. */
export type MetricName = string;

/**
 * An interned set of tags: two equal sets are the same object, so that samples with the same tags share the work of
 * finding their submetrics.
 */
export interface TagSet {
  readonly tags: Tags;
}
