import { Counter, Gauge, Trend } from 'k6/metrics';
import { requestSettings } from '../setup/settings.ts';
import { metricsWhen } from './metrics-when.ts';

/** What the observer tells of Redis. */
export const redisMetrics = metricsWhen(requestSettings.redisUrl !== '', () => ({
  commandDuration: new Trend('redis_command_duration', true),
  commands: new Counter('redis_commands'),
  failedAt: new Gauge('redis_failed_at', true),
  // How many observations told what: a rule over something that Redis did not tell has no sample, and is not judged.
  observations: new Counter('redis_observations'),
  infoDuration: new Trend('redis_info_duration', true),
  connections: new Trend('redis_connections'),
  apiConnections: new Trend('redis_api_connections'),
  apiConnectionsPerMinute: new Gauge('redis_api_connections_per_minute'),
  apiConnectionsLatePerMinute: new Gauge('redis_api_connections_late_per_minute'),
  blockedClients: new Trend('redis_blocked_clients'),
  memoryGrowth: new Trend('redis_memory_growth_bytes'),
  keysGrowth: new Trend('redis_keys_growth'),
  memoryPerMinute: new Gauge('redis_memory_per_minute_bytes'),
  lastingKeysPerMinute: new Gauge('redis_lasting_keys_per_minute'),
  lastingKeysLatePerMinute: new Gauge('redis_lasting_keys_late_per_minute'),
  lastingKeysGrowth: new Trend('redis_lasting_keys_growth'),
  serverTime: new Trend('redis_server_time', true),
  slowestCommand: new Trend('redis_slowest_command', true),
  busyShare: new Trend('redis_busy_share'),
  missesAtOnce: new Trend('redis_misses_at_once'),
  warmHitRate: new Gauge('redis_warm_hit_rate'),
  missShare: new Gauge('redis_miss_share'),
  // Of lookups and connections that may be anybody's: 0 where what the API does is told apart.
  unexplainedShare: new Gauge('redis_unexplained_share'),
  unattributedConnections: new Gauge('redis_unattributed_connections'),
  requestsPerConnection: new Gauge('redis_requests_per_connection'),
  lookups: new Counter('redis_lookups'),
  hits: new Counter('redis_keyspace_hits'),
  misses: new Counter('redis_keyspace_misses'),
  received: new Counter('redis_connections_received'),
  rejected: new Counter('redis_connections_rejected'),
  refused: new Counter('redis_refused'),
  unattributedRefusals: new Gauge('redis_unattributed_refusals'),
  evicted: new Counter('redis_keys_evicted'),
  expired: new Counter('redis_keys_expired'),
  // Gauges tell their last and their largest value: the silence at the end of the run (0: Redis answers) and the longest.
  silence: new Gauge('redis_silence', true),
  silenceAtMost: new Gauge('redis_silence_at_most', true),
  backAt: new Gauge('redis_back_at', true),
  plainAnswer: new Trend('api_plain_answer', true),
}));

/** What the observer tells of the pool. */
export const poolMetrics = metricsWhen(requestSettings.poolPath !== '', () => ({
  observations: new Counter('pool_observations'),
  size: new Gauge('pool_size'),
  inUse: new Trend('pool_in_use'),
  idle: new Trend('pool_idle'),
  waiting: new Trend('pool_waiting'),
  acquire: new Trend('pool_acquire', true),
  acquireMax: new Gauge('pool_acquire_max', true),
  fallbacks: new Gauge('pool_fallbacks'),
  // When requests last went past Redis: the last value is the end of it.
  fellBackAt: new Gauge('pool_fell_back_at', true),
  connectFailures: new Gauge('pool_connect_failures'),
  // Has a value once several instances, which give no name, were seen to answer.
  mixed: new Gauge('pool_instances_mixed'),
}));
