import type { MetricContains, MetricType, OverTime } from './metric-types.ts';

interface BuiltinMetric {
  readonly type: MetricType;
  readonly contains: MetricContains;
  /** Set where it is followed over time. */
  readonly overTime?: OverTime;
}

const COUNTER = { type: 'counter', contains: 'default' } as const;
const DATA = { type: 'counter', contains: 'data' } as const;
const GAUGE = { type: 'gauge', contains: 'default' } as const;
const RATE = { type: 'rate', contains: 'default' } as const;
const TIME = { type: 'trend', contains: 'time' } as const;

/** The metrics that k6 registers for every test, whether or not they get a sample. */
export const BUILTIN_METRICS = {
  vus: { ...GAUGE, overTime: 'peak' },
  vus_max: GAUGE,
  iterations: COUNTER,
  iteration_duration: TIME,
  dropped_iterations: COUNTER,
  checks: RATE,
  group_duration: TIME,
  http_reqs: COUNTER,
  http_req_failed: RATE,
  http_req_duration: TIME,
  http_req_blocked: TIME,
  http_req_connecting: TIME,
  http_req_tls_handshaking: TIME,
  http_req_sending: TIME,
  http_req_waiting: TIME,
  http_req_receiving: TIME,
  data_sent: DATA,
  data_received: DATA,
  ws_sessions: COUNTER,
  ws_msgs_sent: COUNTER,
  ws_msgs_received: COUNTER,
  ws_ping: TIME,
  ws_session_duration: TIME,
  ws_connecting: TIME,
  grpc_req_duration: TIME,
} as const satisfies Record<string, BuiltinMetric>;
