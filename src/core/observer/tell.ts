import type { METRIC_GROUPS, MetricGroup } from '../metrics/catalogue.ts';

export type RedisMetric = keyof (typeof METRIC_GROUPS)['redis'];
export type PoolMetric = keyof (typeof METRIC_GROUPS)['pool'];

/** Takes a sample of a metric of the catalogue. */
export type Tell<Group extends MetricGroup> = (
  metric: keyof (typeof METRIC_GROUPS)[Group],
  value: number,
  tags?: Readonly<Record<string, string>>,
) => void;
