import exec from 'k6/execution';
import type { Trend } from 'k6/metrics';
import { lastThird, risePerMinute } from '../../../core/evidence/slope.ts';
import { BLOCKED_CLIENTS } from '../../../core/findings/finding.ts';
import { cacheUse } from '../../../core/redis/cache-lookups.ts';
import { openedByApi } from '../../../core/redis/connection-churn.ts';
import { comparableWith, type RedisSample } from '../../../core/redis/redis-sample.ts';
import { slowestCommandMs } from '../../../core/redis/slowest-command.ts';
import { type DueRequests, dueRequests } from '../../../core/workload/due-requests.ts';
import { elapsedMs, scenariosOfRun } from '../../journeys/load-clock.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { settings } from '../../setup/settings.ts';
import type { Told } from './ask-redis.ts';
import { PendingLooks } from './pending-looks.ts';
import { recordGrowth, recordMemory } from './record-growth.ts';
import { recordRefusals } from './record-refusals.ts';
import { hasOwnGetHit } from './redis-probe.ts';
import { SharedCount } from './shared-count.ts';
import { takeNote } from './take-note.ts';
import {
  areToldApart,
  commandsOfOthersSoFar,
  haveOthersWorked,
  isSettled,
  watchClients,
  wereOthersAtWork,
  wereOthersThere,
} from './watch-clients.ts';

// State of the one VU that observes: what it saw last, and sums since the load began.
let latest: RedisSample | null = null;
/** The last one with INFO. */
let previous: RedisSample | null = null;
let previousAtMs: number | undefined;
/** Connections of our own that were left out of those that Redis received. */
let ownCounted = 0;
const looksAtConnections = new PendingLooks('connections');
const looksAtLookups = new PendingLooks('lookups');
const looksAtOpenings = new PendingLooks('reuse');
const evictions = new SharedCount('evictions', metrics?.redis_keys_evicted, metrics?.redis_unattributed_evictions);
const rejections = new SharedCount(
  'rejections',
  metrics?.redis_connections_rejected,
  metrics?.redis_unattributed_rejections,
);
let haveSeenApi = false;
const sums = { hits: 0, misses: 0, received: 0 };
const apiConnectionsOverTime: { readonly atMs: number; readonly value: number }[] = [];

/** What Redis told last; null before the first observation. */
export function lastRedisSample(): RedisSample | null {
  return latest;
}

/** Counts an observation that told something: rules over it take it for their floor. */
export function countObservation(of: string): void {
  metrics?.redis_observations.add(1, { of });
}

/** Turns what Redis tells now, against the last time and against the start of the load, into samples. */
export function recordRedis({ sample: now, looks, ownConnections }: Told, start: RedisSample | null): void {
  latest = now;
  add(metrics?.redis_connections, now.connections);
  add(metrics?.redis_blocked_clients, now.blockedClients);
  if (now.blockedInWords !== '') takeNote(BLOCKED_CLIENTS, now.blockedInWords);
  recordApiConnections(now, looks);
  if (!now.hasInfo) return;
  const last = previous ?? (start?.hasInfo ? start : null);
  const before = last && comparableWith(now, last);
  previous = now;
  metrics?.redis_observations.add(looks, { of: 'info' });
  if (start === null || before === null) return;
  metrics?.redis_observations.add(looks, { of: 'growth' });
  recordGrowth(now);
  add(metrics?.redis_keys_growth, difference(now.keys, start.keys));
  add(metrics?.redis_lasting_keys_growth, difference(now.lastingKeys, start.lastingKeys));
  recordConnections(now, before, looks, ownConnections);
  // Who was at work meanwhile is known from here on.
  recordMemory(difference(now.usedMemoryBytes, start.usedMemoryBytes), looks, haveOthersWorked());
  recordLookups(now, before, looks);
  recordRefusals(now, before, looks, wereOthersAtWork());
  evictions.add(increase(now.evictedKeysTotal, before.evictedKeysTotal), looks, wereOthersAtWork());
  rejections.add(increase(now.rejectedConnectionsTotal, before.rejectedConnectionsTotal), looks, wereOthersThere());
  metrics?.redis_keys_expired.add(increase(now.expiredKeysTotal, before.expiredKeysTotal));
  recordServerTime(now, before);
}

/** How long a command took Redis itself, and how much of the time it was at work: one command at a time. */
function recordServerTime(now: RedisSample, before: RedisSample): void {
  const nowMs = exec.instance.currentTestRunDuration;
  const calls = increase(now.commandCallsTotal, before.commandCallsTotal);
  const workedMs = increase(now.commandMicrosecondsTotal, before.commandMicrosecondsTotal) / 1_000;
  if (calls > 0) metrics?.redis_server_time.add(workedMs / calls);
  add(metrics?.redis_slowest_command, slowestCommandMs(now, before));
  if (calls > 0 && previousAtMs !== undefined)
    metrics?.redis_busy_share.add(workedMs / Math.max(1, nowMs - previousAtMs));
  previousAtMs = nowMs;
}

function recordApiConnections({ apiConnections: ofApi, connections: all }: RedisSample, looks: number): void {
  // Without CLIENT LIST all connections stand for those of the API, but only if no pattern tells them apart.
  const count = ofApi ?? (settings().apiClients === '*' ? all : undefined);
  if (count === undefined) return;
  haveSeenApi ||= count > 0;
  // Where nobody was ever seen, nothing says that the API uses this Redis, or that the pattern is right.
  looksAtConnections.add(ofApi === undefined ? looks : 1, haveSeenApi);
  metrics?.redis_api_connections.add(count);
  apiConnectionsOverTime.push({ atMs: exec.instance.currentTestRunDuration, value: count });
  const rise = risePerMinute(apiConnectionsOverTime);
  if (rise !== undefined) metrics?.redis_api_connections_per_minute.add(rise);
  const late = risePerMinute(lastThird(apiConnectionsOverTime));
  if (late !== undefined) metrics?.redis_api_connections_late_per_minute.add(late);
}

function recordLookups(now: RedisSample, before: RedisSample, looks: number): void {
  // Our own GET of the check is a lookup that the API did not make.
  const [ownHits, ownMisses] = hasOwnGetHit() ? [1, 0] : [0, 1];
  const hits = Math.max(0, increase(now.keyspaceHitsTotal, before.keyspaceHitsTotal) - ownHits);
  const misses = Math.max(0, increase(now.keyspaceMissesTotal, before.keyspaceMissesTotal) - ownMisses);
  sums.hits += hits;
  sums.misses += misses;
  metrics?.redis_keyspace_hits.add(hits);
  metrics?.redis_keyspace_misses.add(misses);
  metrics?.redis_lookups.add(hits + misses);
  metrics?.redis_misses_at_once.add(misses);
  const counts = { hits: sums.hits, misses: sums.misses, othersCommands: commandsOfOthersSoFar() };
  const { warmHits, misses: missShare, unexplainedShare, isUsed } = cacheUse({ ...counts, ...requestsSoFar() });
  const areTold =
    isUsed &&
    isSettled('redis-warm-hit-rate', 'value>=0.9', warmHits) &&
    isSettled('redis-miss-share', 'value<=0.2', missShare);
  looksAtLookups.add(looks, areTold);
  if (isUsed) metrics?.redis_unexplained_share.add(areTold ? 0 : unexplainedShare);
  if (!areTold) return;
  metrics?.redis_warm_hit_rate.add(warmHits.least);
  metrics?.redis_miss_share.add(missShare.most);
}

function recordConnections(now: RedisSample, before: RedisSample, looks: number, ownConnections: number): void {
  // Our own connections are opened between the start and the first observation, but for one that turns out to be needed.
  const own = Math.max(0, ownConnections - ownCounted);
  ownCounted = Math.max(ownCounted, ownConnections);
  const received = Math.max(0, increase(now.receivedConnectionsTotal, before.receivedConnectionsTotal) - own);
  const opened = openedByApi(watchClients(now, received), areToldApart());
  metrics?.redis_connections_received.add(areToldApart() ? Math.max(0, opened.least - sums.received) : received);
  sums.received = Math.max(sums.received, opened.least);
  const { requests } = requestsSoFar();
  const perConnection = { least: requests / Math.max(1, opened.most), most: requests / Math.max(1, opened.least) };
  // Requests of an API that was never here say nothing about connections.
  const areTold = (haveSeenApi || opened.least > 0) && isSettled('redis-reuse', 'value>=2', perConnection);
  looksAtOpenings.add(looks, areTold);
  metrics?.redis_unattributed_connections.add(areTold ? 0 : opened.most - opened.least);
  if (areTold) metrics?.redis_requests_per_connection.add(perConnection.least);
}

/** What was asked of the API since the load began. */
function requestsSoFar(): DueRequests {
  return dueRequests(scenariosOfRun(), elapsedMs());
}

function add(trend: Trend | undefined, value: number | undefined): void {
  if (value !== undefined) trend?.add(value);
}

function difference(now: number | undefined, then: number | undefined): number | undefined {
  return now === undefined || then === undefined ? undefined : now - then;
}

/** By how much a total grew; a total that fell began anew, because the server did. */
function increase(now: number | undefined, before: number | undefined): number {
  if (now === undefined || before === undefined) return 0;
  return now >= before ? now - before : now;
}
