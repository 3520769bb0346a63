import type { MetricDefinition } from './metric-types.ts';

const COUNT = { type: 'counter', unit: 'count' } as const;
const GAUGE = { type: 'gauge', unit: 'count' } as const;
const LEVEL = { type: 'trend', unit: 'count' } as const;
const MOMENT = { type: 'gauge', unit: 'ms' } as const;
const TIME = { type: 'trend', unit: 'ms' } as const;

/** What the observer tells of Redis. */
export const REDIS_METRICS = {
  redis_commands: { ...COUNT, title: 'commands of the observer', tags: ['command', 'outcome'] },
  redis_command_duration: {
    ...TIME,
    title: 'how long commands of the observer took, over a connection of its own',
    tags: ['command'],
    overTime: 'peak',
  },
  redis_failed_at: { ...MOMENT, title: 'when commands of the observer failed, since the run began', tags: ['outcome'] },
  // A rule over something that Redis did not tell has no sample, and is not judged.
  redis_observations: { ...COUNT, title: 'observations that told something, by what they told', tags: ['of'] },
  redis_info_duration: { ...TIME, title: 'how long INFO took' },
  redis_connections: { ...LEVEL, title: 'connections that all clients but ours have open', overTime: 'peak' },
  redis_api_connections: { ...LEVEL, title: 'connections that the API has open', overTime: 'peak' },
  redis_api_connections_lost: {
    ...COUNT,
    title: 'connections of the API at a look, of which the next look found none',
  },
  redis_api_lost_at: { ...MOMENT, title: 'when these looks were, since the run began' },
  redis_multiplexing_connections: {
    ...GAUGE,
    title: 'those of them whose library sends the commands of all requests over one connection',
  },
  redis_api_commands: { ...GAUGE, title: 'commands of the API, since the load began' },
  redis_unattributed_commands: { ...GAUGE, title: 'commands that may be anybody’s, since the load began' },
  redis_api_connections_per_minute: { ...GAUGE, title: 'how fast connections of the API rise, per minute' },
  redis_api_connections_late_per_minute: { ...GAUGE, title: 'the same over the last third of the looks' },
  redis_maxclients: { ...GAUGE, title: 'connections that Redis takes; only with INSTANCES' },
  redis_other_connections: { ...GAUGE, title: 'connections of others than the API; only with INSTANCES' },
  redis_fleet_connections: { ...GAUGE, title: 'connections that all instances of the API may open' },
  redis_fleet_share: {
    type: 'trend',
    unit: 'share',
    title: 'the same as a share of what Redis takes, less what others have open',
  },
  redis_unattributed_open: {
    ...GAUGE,
    title: 'open connections of several kinds of clients, where it matters which are the API’s',
  },
  redis_unattributed_blocked: { ...GAUGE, title: 'the same of those that wait in a blocking command' },
  redis_unattributed_to_fleet: {
    ...GAUGE,
    title: 'connections that may be of others, where that decides whether the fleet fits',
  },
  redis_blocked_clients: { ...LEVEL, title: 'clients of Redis that wait in a blocking command', overTime: 'peak' },
  redis_memory_growth_bytes: {
    type: 'trend',
    unit: 'bytes',
    title: 'memory of Redis above that before the load',
    overTime: 'peak',
  },
  redis_memory_per_minute_bytes: { type: 'gauge', unit: 'bytes', title: 'how fast memory of Redis grows, per minute' },
  redis_keys_growth: { ...LEVEL, title: 'keys beyond those before the load' },
  redis_lasting_keys_growth: { ...LEVEL, title: 'keys without expiry beyond those before the load' },
  redis_lasting_keys_per_minute: { ...GAUGE, title: 'how fast keys without expiry grow, per minute' },
  redis_lasting_keys_late_per_minute: { ...GAUGE, title: 'the same over the last third of the looks' },
  redis_server_time: { ...TIME, title: 'time that Redis itself spent on a command, on average between two looks' },
  redis_slowest_command: { ...TIME, title: 'the same of the kind of command that took it longest' },
  redis_busy_share: {
    type: 'trend',
    unit: 'share',
    title: 'share of the time that Redis was at work',
    overTime: 'peak',
  },
  redis_lookups: { ...COUNT, title: 'lookups of keys, without ours' },
  redis_keyspace_hits: { ...COUNT, title: 'lookups that found a key', overTime: 'sum' },
  redis_keyspace_misses: { ...COUNT, title: 'lookups that found none', overTime: 'sum' },
  redis_misses_at_once: { ...LEVEL, title: 'lookups that found none, between two looks' },
  redis_warm_hit_rate: { type: 'gauge', unit: 'share', title: 'share of the warm requests that hit, at least' },
  redis_miss_share: { type: 'gauge', unit: 'share', title: 'share of lookups that found no key, at most' },
  redis_unexplained_share: {
    type: 'gauge',
    unit: 'share',
    title: 'share of the lookups that our requests do not explain; 0 where those of the API are told apart',
  },
  redis_requests_per_connection: { ...GAUGE, title: 'requests for each connection that the API opened, at least' },
  redis_unattributed_connections: {
    ...GAUGE,
    title: 'connections that may be anybody’s; 0 where those of the API are told apart',
  },
  redis_connections_received: { ...COUNT, title: 'connections that were opened, without ours', overTime: 'sum' },
  redis_connections_rejected: { ...COUNT, title: 'connections that Redis rejected', overTime: 'sum' },
  redis_logins_refused: {
    ...COUNT,
    title: 'log-ins that Redis refused, and commands without one, as long as no others are there',
  },
  redis_refused: { ...COUNT, title: 'commands that Redis refused because of its state', tags: ['kind'] },
  redis_unattributed_refusals: { ...GAUGE, title: 'refused commands that may be anybody’s' },
  redis_unattributed_evictions: { ...GAUGE, title: 'evicted keys that may be for anybody’s writes' },
  redis_unattributed_rejections: { ...GAUGE, title: 'rejected connections that may be anybody’s' },
  redis_unattributed_memory_bytes: {
    type: 'gauge',
    unit: 'bytes',
    title: 'growth beyond the limit that may be anybody’s',
  },
  redis_keys_evicted: { ...COUNT, title: 'keys that Redis evicted', overTime: 'sum' },
  redis_keys_expired: { ...COUNT, title: 'keys that expired' },
  // Gauges tell their last and their largest value.
  redis_silence: { ...MOMENT, title: 'how long Redis has been silent, at least; 0 while it answers' },
  redis_silence_at_most: { ...MOMENT, title: 'how long Redis has been silent, at most' },
  redis_back_at: { ...MOMENT, title: 'when Redis answered again, since the run began' },
  api_plain_answer: {
    ...TIME,
    title: 'how long the API takes for an answer that needs no Redis (OPTIONS), under load',
  },
} as const satisfies Record<string, MetricDefinition>;
