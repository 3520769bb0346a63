/** The metric whose one sample marks the begin of the load, time 0 of the series, and tells how long it is to last (ms). */
export const LOAD_BEGAN = 'load_began';

/**
 * Metrics that are followed over time beside the requests, and how samples of one point become one value: the peak, or
 * the sum of what was counted. Units are those of the metric; `generator_cpu_share` is 1 for one core at full work.
 */
export const OBSERVED_METRICS = {
  vus: 'peak',
  iteration_start_delay: 'peak',
  generator_cpu_share: 'peak',
  redis_command_duration: 'peak',
  redis_connections: 'peak',
  redis_api_connections: 'peak',
  redis_blocked_clients: 'peak',
  redis_busy_share: 'peak',
  redis_connections_received: 'sum',
  redis_connections_rejected: 'sum',
  redis_keyspace_hits: 'sum',
  redis_keyspace_misses: 'sum',
  redis_keys_evicted: 'sum',
  redis_memory_growth_bytes: 'peak',
  pool_size: 'peak',
  pool_in_use: 'peak',
  pool_idle: 'peak',
  pool_waiting: 'peak',
  pool_acquire: 'peak',
} as const;

export type ObservedMetric = keyof typeof OBSERVED_METRICS;

/** Whether a metric is followed over time. */
export function isObserved(metric: string): metric is ObservedMetric {
  return Object.hasOwn(OBSERVED_METRICS, metric);
}
