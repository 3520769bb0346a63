import { buildEvidence, type Evidence } from '../../../src/core/evidence/evidence.ts';
import { findCauses } from '../../../src/core/findings/find-causes.ts';
import type { SummaryData } from '../../../src/core/summary/summary-data.ts';

const NOTHING: SummaryData = {
  metrics: {},
  root_group: { name: '', groups: [], checks: [] },
  state: { isStdOutTTY: false, testRunDurationMs: 6_000 },
};
const PLAN = {
  scenarios: [{ name: 'all_flags', ratePerSecond: 50, startMs: 0, durationMs: 6_000, plannedRequests: 300 }],
  expectedMaxConnections: 10,
  observeEveryMs: 1_000,
  rules: [],
};

/** What is known of a run of which nothing was measured. */
export const UNKNOWN: Evidence = buildEvidence(NOTHING, PLAN);

/** What a run looks like in which all is well. */
export const HEALTHY: Evidence = {
  ...UNKNOWN,
  warmKeys: 26,
  requests: 303,
  missRequests: 31,
  rightKeyed: 61,
  requestsInFlight: 0.1,
  warmP50Ms: 1.5,
  warmP95Ms: 4,
  warmP99Ms: 10,
  warmMaxMs: 30,
  missP50Ms: 5,
  missP95Ms: 12,
  startDelayP95Ms: 2,
  startDelayMaxMs: 20,
  redisCommands: 28,
  redisAnswers: 28,
  redisObservations: 7,
  redisCommandP50Ms: 0.3,
  redisCommandP95Ms: 2,
  redisCommandMaxMs: 6,
  redisServerTimeMs: 0.01,
  redisBusyShare: 0.0005,
  redisSilenceMs: 6,
  redisSilenceAtMostMs: 1_006,
  redisSilentAtEndMs: 0,
  connectionsMin: 2,
  connectionsMedian: 6,
  connectionsMax: 6,
  connectionsPerMinute: 2,
  connectionsReceived: 0,
  connectionsRejected: 0,
  requestsPerConnection: 302,
  blockedClientsMax: 0,
  lookups: 303,
  hits: 272,
  misses: 31,
  missesAtOnceMax: 6,
  missesAtOnceMedian: 5,
  warmHitShare: 0.99,
  keysExpired: 0,
  keysEvicted: 0,
  keysGrowth: 31,
  lastingKeysGrowth: 0,
  memoryGrowthBytes: 100_000,
};

/** The figures that a sound pool tells of itself. */
export const POOL = {
  poolSize: 10,
  poolInUseMax: 2,
  poolWaitingMax: 0,
  poolAcquireMaxMs: 20,
  poolFallbacks: 0,
  poolConnectFailures: 0,
};

/** The ids of the causes that are found where a run is healthy but for this. */
export function idsOf(evidence: Partial<Evidence>): string[] {
  return findCauses({ ...HEALTHY, ...evidence }).map(({ id }) => id);
}
