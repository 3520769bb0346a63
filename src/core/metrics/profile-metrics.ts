import type { MetricDefinition } from './metric-types.ts';

const RISE = { type: 'gauge', unit: 'count' } as const;
const LEVEL = { type: 'trend', unit: 'count' } as const;
const TIME = { type: 'trend', unit: 'ms' } as const;

/** Soak: how far a long run drifts. */
export const DRIFT_METRICS = {
  drift_samples: { type: 'counter', unit: 'count', title: 'looks that drift was taken from' },
  api_latency_drift: { ...RISE, unit: 'ms', title: 'how much slower a request became since the run began' },
  redis_connections_drift: { ...RISE, title: 'connections that came and stayed since the run began' },
  redis_memory_drift_bytes: { ...RISE, unit: 'bytes', title: 'memory that Redis took since the run began' },
} as const satisfies Record<string, MetricDefinition>;

/** Leak: what stays open after each silence. */
export const SETTLED_METRICS = {
  redis_connections_left: { ...LEVEL, title: 'connections that are open after a silence and were not before the load' },
  redis_connections_left_growth: { ...LEVEL, title: 'by how much more than after the first silence' },
} as const satisfies Record<string, MetricDefinition>;

/** Failover: times from the fault and from the return of Redis. */
export const OUTAGE_METRICS = {
  outage_trouble: {
    ...TIME,
    title: 'since the fault, of each request that failed or was slow until Redis was called back',
    tags: ['how'],
  },
  redis_answered: { ...TIME, title: 'since Redis was called back, of each look that saw it answer' },
  redis_api_connected: { ...TIME, title: 'the same of each look that saw a connection that is surely the API’s' },
  redis_unattributed_return: { ...RISE, title: '1 as long as all lookups since then may be of others' },
  redis_unanswered: { type: 'counter', unit: 'count', title: 'looks that Redis left unanswered: it was away' },
} as const satisfies Record<string, MetricDefinition>;
