import exec from 'k6/execution';
import type { Trend } from 'k6/metrics';
import { risePerMinute } from '../../../core/evidence/slope.ts';
import { comparableWith, type RedisSample } from '../../../core/redis/redis-sample.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { settings } from '../../setup/settings.ts';
import type { Told } from './ask-redis.ts';
import { hasOwnGetHit } from './redis-probe.ts';

// State of the one VU that observes: what it saw last, and sums since the load began.
let latest: RedisSample | null = null;
/** The last one with INFO. */
let previous: RedisSample | null = null;
let previousAtMs: number | undefined;
let ownIterations = 0;
/** Looks that are not counted yet. */
let looksAtConnections = 0;
let haveSeenApi = false;
const sums = { hits: 0, misses: 0, received: 0 };
const apiConnectionsOverTime: { readonly atMs: number; readonly value: number }[] = [];

/** What Redis told last; null before the first observation. */
export function lastRedisSample(): RedisSample | null {
  return latest;
}

/** Counts an observation that told something: rules over it take it for their floor. */
export function countObservation(of: string): void {
  metrics?.observations.add(1, { of });
}

/** Turns what Redis tells now, against the last time and against the start of the load, into samples. */
export function recordRedis({ sample: now, looks }: Told, start: RedisSample | null, shareOfMisses: number): void {
  latest = now;
  ownIterations += 1;
  add(metrics?.connections, now.connections);
  add(metrics?.blockedClients, now.blockedClients);
  recordApiConnections(now, looks);
  if (!now.hasInfo) return;
  const last = previous ?? (start?.hasInfo ? start : null);
  const before = last && comparableWith(now, last);
  previous = now;
  metrics?.observations.add(looks, { of: 'info' });
  if (start === null || before === null) return;
  metrics?.observations.add(looks, { of: 'growth' });
  add(metrics?.memoryGrowth, difference(now.usedMemoryBytes, start.usedMemoryBytes));
  add(metrics?.keysGrowth, difference(now.keys, start.keys));
  add(metrics?.lastingKeysGrowth, difference(now.lastingKeys, start.lastingKeys));
  recordLookups(now, before, shareOfMisses);
  recordConnections(now, before, looks);
  metrics?.evicted.add(increase(now.evictedKeysTotal, before.evictedKeysTotal));
  metrics?.expired.add(increase(now.expiredKeysTotal, before.expiredKeysTotal));
  recordServerTime(now, before);
}

/** How long a command took Redis itself, and how much of the time it was at work: one command at a time. */
function recordServerTime(now: RedisSample, before: RedisSample): void {
  const nowMs = exec.instance.currentTestRunDuration;
  const calls = increase(now.commandCallsTotal, before.commandCallsTotal);
  const workedMs = increase(now.commandMicrosecondsTotal, before.commandMicrosecondsTotal) / 1_000;
  if (calls > 0) metrics?.serverTime.add(workedMs / calls);
  if (calls > 0 && previousAtMs !== undefined) metrics?.busyShare.add(workedMs / Math.max(1, nowMs - previousAtMs));
  previousAtMs = nowMs;
}

function recordApiConnections({ apiConnections: ofApi, connections: all }: RedisSample, looks: number): void {
  // Without CLIENT LIST all connections stand for those of the API, but only if no pattern tells them apart.
  const count = ofApi ?? (settings().apiClients === '*' ? all : undefined);
  if (count === undefined) return;
  looksAtConnections += ofApi === undefined ? looks : 1;
  haveSeenApi ||= count > 0;
  // Where nobody was ever seen, nothing says that the API uses this Redis, or that the pattern is right.
  if (haveSeenApi) metrics?.observations.add(looksAtConnections, { of: 'connections' });
  if (haveSeenApi) looksAtConnections = 0;
  metrics?.apiConnections.add(count);
  apiConnectionsOverTime.push({ atMs: exec.instance.currentTestRunDuration, value: count });
  const rise = risePerMinute(apiConnectionsOverTime);
  if (rise !== undefined) metrics?.apiConnectionsPerMinute.add(rise);
}

function recordLookups(now: RedisSample, before: RedisSample, shareOfMisses: number): void {
  // Our own GET of the check is a lookup that the API did not make.
  const [ownHits, ownMisses] = hasOwnGetHit() ? [1, 0] : [0, 1];
  const hits = Math.max(0, increase(now.keyspaceHitsTotal, before.keyspaceHitsTotal) - ownHits);
  const misses = Math.max(0, increase(now.keyspaceMissesTotal, before.keyspaceMissesTotal) - ownMisses);
  sums.hits += hits;
  sums.misses += misses;
  metrics?.hits.add(hits);
  metrics?.misses.add(misses);
  metrics?.lookups.add(hits + misses);
  metrics?.missesAtOnce.add(misses);
  if (sums.hits + sums.misses === 0) return;
  const wantedMisses = apiIterations() * shareOfMisses;
  const warmMisses = Math.max(0, sums.misses - wantedMisses);
  metrics?.warmHitRate.add(sums.hits + warmMisses === 0 ? 0 : sums.hits / (sums.hits + warmMisses));
  metrics?.missShare.add(sums.misses / (sums.hits + sums.misses));
}

function recordConnections(now: RedisSample, before: RedisSample, looks: number): void {
  // Our own connection is opened between the start and the first observation.
  const own = ownIterations === 1 ? 1 : 0;
  const received = Math.max(0, increase(now.receivedConnectionsTotal, before.receivedConnectionsTotal) - own);
  sums.received += received;
  metrics?.received.add(received);
  metrics?.rejected.add(increase(now.rejectedConnectionsTotal, before.rejectedConnectionsTotal));
  // Requests of an API that was never here say nothing about connections.
  if (!haveSeenApi && sums.received === 0) return;
  metrics?.observations.add(looks, { of: 'reuse' });
  metrics?.requestsPerConnection.add(apiIterations() / Math.max(1, sums.received));
}

/** Iterations of the other scenarios so far. */
function apiIterations(): number {
  return Math.max(0, exec.instance.iterationsCompleted - (ownIterations - 1));
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
