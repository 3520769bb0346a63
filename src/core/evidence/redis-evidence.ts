import type { MetricSelector, StatisticOf } from '../metrics/catalogue.ts';
import type { Statistics } from '../metrics/metric-types.ts';
import { failurePrefix, failuresName, REDIS_FAILURES, type RedisFailure } from '../redis/redis-outcome.ts';
import { REFUSALS, type Refusal } from '../redis/refusals.ts';
import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryData } from '../summary/summary-data.ts';
import { poolEvidence } from './pool-evidence.ts';
import { readCount, readMetric } from './read-metric.ts';

type FailureCounts = { [Kind in RedisFailure as `redis${Capitalize<Kind>}Failures`]: number };
/** When in the run the first and the last one came. */
type FailureTimes = { [Kind in RedisFailure as `redis${Capitalize<Kind>}${'First' | 'Last'}Ms`]: number | null };

type RefusalEvidence = { [Kind in Refusal as `refused${Capitalize<Lowercase<Kind>>}`]: number };

/** What the observer saw of Redis, and how Redis answered it. */
export function redisEvidence(data: SummaryData) {
  const of = <Selector extends MetricSelector>(metric: Selector, statistic: StatisticOf<Selector>) =>
    readMetric(data, metric, statistic);
  const lookups = readCount(data, 'redis_lookups');
  const unexplainedShare = of('redis_unexplained_share', 'value');
  const connectionsUnattributed = of('redis_unattributed_connections', 'value');
  const longestSilenceMs = of('redis_silence', 'max');
  const backAtMs = of('redis_back_at', 'value');
  /** Not known where they cannot be told from those of others. */
  const areConnectionsKnown = !readValue(data, 'redis_unattributed_open', 'max');
  const open = (statistic: 'min' | 'med' | 'max') =>
    areConnectionsKnown ? of('redis_api_connections', statistic) : null;
  return {
    redisCommands: readCount(data, 'redis_commands'),
    redisAnswers: readCount(data, submetric('redis_commands', { outcome: 'ok', target: 'redis' })),
    ...failureCounts(data),
    ...failureTimes(data),
    ...refusals(data),
    redisCommandMeanMs: of('redis_command_duration', 'avg'),
    redisCommandP50Ms: of('redis_command_duration', 'med'),
    redisCommandP95Ms: of('redis_command_duration', 'p(95)'),
    redisCommandMaxMs: of('redis_command_duration', 'max'),
    redisInfoMaxMs: of('redis_info_duration', 'max'),
    redisObservations: readCount(data, submetric('redis_observations', { of: 'info', target: 'redis' })),
    /** Time that Redis itself spent on a command, and share of the time that it was at work. */
    redisServerTimeMs: of('redis_server_time', 'avg'),
    /** The kind of command that took Redis longest on average; the median over the looks. */
    redisSlowestCommandMs: of('redis_slowest_command', 'med'),
    redisBusyShare: of('redis_busy_share', 'avg'),
    /** The longest time without an answer: at least, and at most. null: every answer was prompt. */
    redisSilenceMs: longestSilenceMs,
    redisSilenceAtMostMs: of('redis_silence_at_most', 'max'),
    /** How long Redis had been silent at the end; 0 when it answered. */
    redisSilentAtEndMs: of('redis_silence', 'value'),
    redisBackAtMs: backAtMs,
    /** Of all clients but us. */
    allConnectionsMax: of('redis_connections', 'max'),
    connectionsMin: open('min'),
    connectionsMedian: open('med'),
    connectionsMax: open('max'),
    /** Of those of a look, none of which was left at the next; and when the first and the last of these looks were. */
    connectionsLost: readCount(data, 'redis_api_connections_lost'),
    connectionsLostFromMs: of('redis_api_lost_at', 'min'),
    connectionsLostToMs: of('redis_api_lost_at', 'max'),
    multiplexingConnections: of('redis_multiplexing_connections', 'value'),
    /** Not known where they cannot be told from those of others. */
    apiCommands: of('redis_unattributed_commands', 'value') === 0 ? of('redis_api_commands', 'value') : null,
    connectionsPerMinute: areConnectionsKnown ? of('redis_api_connections_per_minute', 'value') : null,
    /** The same over the last third of the looks. */
    connectionsLatePerMinute: areConnectionsKnown ? of('redis_api_connections_late_per_minute', 'value') : null,
    // Profile leak: what was open after a silence and not before the load, and by how much more after the last one.
    connectionsLeft: of('redis_connections_left', 'max'),
    connectionsLeftGrowth: of('redis_connections_left_growth', 'max'),
    connectionsReceived: of('redis_connections_received', 'count'),
    maxClients: of('redis_maxclients', 'value'),
    /** Of others than the API, at most. */
    otherConnections: of('redis_other_connections', 'max'),
    /** That all instances of the API may open. */
    fleetConnections: of('redis_fleet_connections', 'max'),
    fleetShare: of('redis_fleet_share', 'max'),
    connectionsRejected: of('redis_connections_rejected', 'count'),
    /** By a wrong password, or none, as long as nobody but the API was seen on Redis. */
    loginsRefused: of('redis_logins_refused', 'count'),
    /** Nobody knows who opened them, so the requests per connection are not known. */
    connectionsUnattributed,
    requestsPerConnection: connectionsUnattributed === 0 ? of('redis_requests_per_connection', 'value') : null,
    blockedClientsMax: of('redis_blocked_clients', 'max'),
    lookups,
    hits: readCount(data, 'redis_keyspace_hits'),
    misses: readCount(data, 'redis_keyspace_misses'),
    missesAtOnceMax: of('redis_misses_at_once', 'max'),
    missesAtOnceMedian: of('redis_misses_at_once', 'med'),
    /** Lookups that our requests do not explain, where it matters whose they were; what hit is not known then. */
    unexplainedLookupShare: unexplainedShare,
    warmHitShare: lookups > 0 && unexplainedShare === 0 ? of('redis_warm_hit_rate', 'value') : null,
    keysExpired: of('redis_keys_expired', 'count'),
    keysEvicted: of('redis_keys_evicted', 'count'),
    keysGrowth: of('redis_keys_growth', 'max'),
    lastingKeysGrowth: of('redis_lasting_keys_growth', 'max'),
    // Gauges without a sample are not there: nothing names them in a threshold.
    lastingKeysPerMinute: of('redis_lasting_keys_per_minute', 'value'),
    lastingKeysLatePerMinute: of('redis_lasting_keys_late_per_minute', 'value'),
    memoryPerMinuteBytes: of('redis_memory_per_minute_bytes', 'value'),
    // Not known where others may have filled it beyond the limit.
    memoryGrowthBytes:
      of('redis_unattributed_memory_bytes', 'max') === null ? of('redis_memory_growth_bytes', 'max') : null,
    ...poolEvidence(data),
    /** From the return of Redis to the last request that failed or went past it; 0 when all went well at once. */
    recoveryMs: backAtMs === null ? null : recoveryMs(data, backAtMs),
  };
}

function failureCounts(data: SummaryData): FailureCounts {
  return Object.fromEntries(
    REDIS_FAILURES.map((outcome) => [failuresName(outcome), readCount(data, submetric('redis_commands', { outcome }))]),
  ) as FailureCounts;
}

function refusals(data: SummaryData): RefusalEvidence {
  return Object.fromEntries(
    REFUSALS.map((kind) => [
      `refused${kind.charAt(0)}${kind.slice(1).toLowerCase()}`,
      readCount(data, submetric('redis_refused', { kind })),
    ]),
  ) as RefusalEvidence;
}

function failureTimes(data: SummaryData): FailureTimes {
  return Object.fromEntries(
    REDIS_FAILURES.flatMap((outcome) => {
      // A gauge that never got a value reads 0.
      const hasFailed = readCount(data, submetric('redis_commands', { outcome })) > 0;
      const at = (statistic: Statistics['gauge']) =>
        hasFailed ? readMetric(data, submetric('redis_failed_at', { outcome }), statistic) : null;
      return [
        [`${failurePrefix(outcome)}FirstMs`, at('min')],
        [`${failurePrefix(outcome)}LastMs`, at('max')],
      ];
    }),
  ) as FailureTimes;
}

function recoveryMs(data: SummaryData, backAtMs: number): number {
  const lastTroubleMs = Math.max(
    readMetric(data, 'api_failed_at', 'max') ?? 0,
    readMetric(data, 'pool_fell_back_at', 'value') ?? 0,
  );
  return Math.max(0, lastTroubleMs - backAtMs);
}
