import type { MetricDefinition } from './metric-types.ts';

const GAUGE = { type: 'gauge', unit: 'count' } as const;
const LEVEL = { type: 'trend', unit: 'count' } as const;

/** What the API tells of its pool under POOL_PATH. */
export const POOL_METRICS = {
  pool_observations: { type: 'counter', unit: 'count', title: 'answers under POOL_PATH that told something' },
  pool_size: { ...GAUGE, title: 'connections that the pool may have', overTime: 'peak' },
  pool_in_use: { ...LEVEL, title: 'connections of the pool that are lent out', overTime: 'peak' },
  pool_idle: { ...LEVEL, title: 'connections of the pool that are not lent out', overTime: 'peak' },
  pool_waiting: { ...LEVEL, title: 'requests that wait for a connection', overTime: 'peak' },
  pool_acquire: { type: 'trend', unit: 'ms', title: 'how long the API last waited for its pool', overTime: 'peak' },
  pool_acquire_max: { type: 'gauge', unit: 'ms', title: 'how long the API waited for its pool at most' },
  pool_fallbacks: { ...GAUGE, title: 'requests that the API answered without Redis, since it started' },
  pool_fell_back_at: { type: 'gauge', unit: 'ms', title: 'when requests went past Redis, since the run began' },
  pool_connect_failures: { ...GAUGE, title: 'connections that the API could not open, since it started' },
  pool_loans: { ...GAUGE, title: 'connections that the pool has lent and got back, since the API started' },
  pool_held: { type: 'gauge', unit: 'ms', title: 'how long these loans held a connection, all together' },
  pool_instances_mixed: { ...GAUGE, title: 'has a value once several instances without a name were seen to answer' },
} as const satisfies Record<string, MetricDefinition>;
