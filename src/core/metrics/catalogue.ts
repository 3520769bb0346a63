import { BUILTIN_METRICS } from './builtin-metrics.ts';
import { CLOCK_METRICS, COMMAND_METRICS, EARLY_METRICS, LOAD_METRICS } from './load-metrics.ts';
import type { MetricDefinition, MetricType, Statistics } from './metric-types.ts';
import { POOL_METRICS } from './pool-metrics.ts';
import { DRIFT_METRICS, OUTAGE_METRICS, SETTLED_METRICS } from './profile-metrics.ts';
import { REDIS_METRICS } from './redis-metrics.ts';

export { BUILTIN_METRICS } from './builtin-metrics.ts';

/** Our metrics, in groups that are made together. */
export const METRIC_GROUPS = {
  load: LOAD_METRICS,
  early: EARLY_METRICS,
  clock: CLOCK_METRICS,
  command: COMMAND_METRICS,
  redis: REDIS_METRICS,
  pool: POOL_METRICS,
  drift: DRIFT_METRICS,
  settled: SETTLED_METRICS,
  outage: OUTAGE_METRICS,
} as const satisfies Record<string, Record<string, MetricDefinition>>;

/** Every metric that a run may have: k6's own and ours. Scripts for k6 take no more of it than types and names. */
export const METRICS = {
  ...BUILTIN_METRICS,
  ...LOAD_METRICS,
  ...EARLY_METRICS,
  ...CLOCK_METRICS,
  ...COMMAND_METRICS,
  ...REDIS_METRICS,
  ...POOL_METRICS,
  ...DRIFT_METRICS,
  ...SETTLED_METRICS,
  ...OUTAGE_METRICS,
} as const;

export type MetricGroup = keyof typeof METRIC_GROUPS;
export type MetricName = keyof typeof METRICS;

/** Metrics of a type. */
export type NamesOf<Type extends MetricType> = {
  [Name in MetricName]: (typeof METRICS)[Name]['type'] extends Type ? Name : never;
}[MetricName];

/** A metric, or those of its samples that have certain tags, as thresholds and the summary spell it. */
export type MetricSelector<Name extends MetricName = MetricName> = Name | `${Name}{${string}}`;

type NameIn<Selector> = Selector extends `${infer Name extends MetricName}{${string}`
  ? Name
  : Extract<Selector, MetricName>;

/** What the summary tells of what is selected. */
export type StatisticOf<Selector extends MetricSelector> = Statistics[(typeof METRICS)[NameIn<Selector>]['type']];
