import { expect, test } from 'vitest';
import { buildEvidence, type Evidence } from '../../../src/core/evidence/evidence.ts';
import { CAUSES, findCauses } from '../../../src/core/findings/find-causes.ts';
import type { SummaryData } from '../../../src/core/summary/summary-data.ts';
import { soundRule } from '../../helpers/sound-result.ts';

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

/** What a run looks like in which all is well. */
const HEALTHY: Evidence = {
  ...buildEvidence(NOTHING, PLAN),
  warmKeys: 26,
  requests: 303,
  missRequests: 31,
  flagsRight: 61,
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
/** Connections below their limit, and requests that wait, while the API answers at once what needs none. */
const SMALL = {
  connectionsMin: 1,
  connectionsMedian: 2,
  connectionsMax: 2,
  requestsInFlight: 15,
  warmP50Ms: 400,
  warmP95Ms: 500,
  plainAnswerMs: 2,
};
const ERRORS = { requestsFailed: 150, serverErrors: 150 };
const POOL = {
  poolSize: 10,
  poolInUseMax: 2,
  poolWaitingMax: 0,
  poolAcquireMaxMs: 20,
  poolFallbacks: 0,
  poolConnectFailures: 0,
};

const idsOf = (evidence: Partial<Evidence>) => findCauses({ ...HEALTHY, ...evidence }).map(({ id }) => id);

test('findCauses() finds nothing in a healthy run, with the figures of the pool and without', () => {
  expect(idsOf({})).toEqual([]);
  expect(idsOf(POOL)).toEqual([]);
});

test('findCauses() finds nothing where nothing is known', () => {
  expect(findCauses(buildEvidence(NOTHING, PLAN))).toEqual([]);
});

test.each<[string, Partial<Evidence>, string[]]>([
  ['late iterations', { startDelayP95Ms: 40, warmP95Ms: 90 }, ['generator-overloaded']],
  [
    'no sockets left',
    { requestsWithoutSocket: 40, requestsFailed: 40, requestsUnanswered: 40, startDelayP95Ms: 40 },
    ['generator-out-of-sockets'],
  ],
  ['iterations dropped while all VUs wait for time-outs', { iterationsDropped: 9, requestsTimedOut: 50 }, []],
  [
    'a pool in use to the last connection',
    { ...POOL, poolInUseMax: 10, poolWaitingMax: 4, warmP95Ms: 300 },
    ['pool-exhausted'],
  ],
  ['waiting for a pool that is not in use', { ...POOL, poolWaitingMax: 4 }, []],
  [
    'connections at their limit and slow hits, without figures of the pool',
    {
      warmP50Ms: 90,
      warmP95Ms: 300,
      connectionsMin: 10,
      connectionsMedian: 10,
      connectionsMax: 10,
      requestsInFlight: 12.5,
    },
    ['pool-exhausted'],
  ],
  ['a small pool whose requests wait past their time-out', { ...SMALL, requestsTimedOut: 60 }, ['pool-exhausted']],
  ['a small pool whose answers take longer under load than alone', { ...SMALL, aloneMs: 200 }, ['pool-exhausted']],
  ['a small pool that requests go past', { ...SMALL, lookups: 120 }, ['pool-exhausted']],
  [
    'a drained pool that fails requests after a wait',
    { ...SMALL, ...ERRORS, warmP50Ms: 2, warmP95Ms: 4, failedP50Ms: 500, lookups: 60 },
    ['pool-exhausted'],
  ],
  [
    'a small pool that refuses at once',
    { ...SMALL, ...ERRORS, warmP50Ms: 40, warmP95Ms: 45, failedP50Ms: 1, lookups: 150, requestsInFlight: 1.6 },
    ['pool-exhausted'],
  ],
  ['an API that computes, which nothing passes', { ...SMALL, aloneMs: 20, plainAnswerMs: 300 }, ['api-slow']],
  ['an API that computes, with gaps', { ...SMALL, warmP50Ms: 239, aloneMs: 27, plainAnswerMs: 30 }, ['api-slow']],
  [
    'an API that computes, with its connections at their limit',
    { ...SMALL, connectionsMedian: 10, connectionsMax: 10, plainAnswerMs: 90 },
    ['api-slow'],
  ],
  ['an API that computes, asked for flags only', { ...SMALL, aloneMs: 20, plainAnswerMs: null }, ['api-slow']],
  ['a slow service behind each answer, with load as without', { ...SMALL, aloneMs: 290 }, ['api-slow']],
  ['a slow database behind a small pool', { ...SMALL, warmP50Ms: 2, warmP95Ms: 9, missP50Ms: 300 }, ['database-slow']],
  [
    'errors at once of an API that shares one connection',
    { ...SMALL, ...ERRORS, connectionsMedian: 1, connectionsMax: 1, warmP50Ms: 20, warmP95Ms: 40, failedP50Ms: 1 },
    ['api-errors'],
  ],
  [
    'errors at once of an API whose pool is hardly used',
    { ...ERRORS, failedP50Ms: 1, plainAnswerMs: 1 },
    ['api-errors'],
  ],
  ['a small pool and a busy Redis', { ...SMALL, redisCommandP95Ms: 140, redisBusyShare: 0.5 }, ['redis-slow']],
  ['bodies larger than allowed', { answersTooLarge: 30, answersCut: 30, requestsFailed: 30 }, ['api-answer-too-large']],
  ['a Redis that only others use', { connectionsMax: 0, allConnectionsMax: 40 }, ['api-not-seen']],
  [
    'slow hits with connections at their limit, and fewer requests than could fill them',
    {
      warmP50Ms: 73,
      warmP95Ms: 300,
      connectionsMin: 10,
      connectionsMedian: 10,
      connectionsMax: 10,
      requestsInFlight: 3.8,
    },
    ['api-slow'],
  ],
  ['answers that are within limits of their own', { warmP50Ms: 90, warmP95Ms: 120, slowAnswerMs: 300 }, []],
  [
    'connections that rise in a burst and stand still then',
    {
      connectionsMin: 2,
      connectionsMedian: 12,
      connectionsMax: 20,
      connectionsPerMinute: 200,
      connectionsLatePerMinute: 0,
    },
    ['connections-above-limit'],
  ],
  [
    'connections that rise with the rate of the load',
    {
      connectionsMin: 5,
      connectionsMedian: 13,
      connectionsMax: 20,
      connectionsPerMinute: 150,
      connectionsLatePerMinute: 160,
      risingRates: 1,
    },
    ['connections-above-limit'],
  ],
  [
    'connections that rise to the end',
    {
      connectionsMin: 5,
      connectionsMedian: 13,
      connectionsMax: 20,
      connectionsPerMinute: 150,
      connectionsLatePerMinute: 140,
    },
    ['connection-leak'],
  ],
  ['slow hits with few connections', { warmP50Ms: 90, warmP95Ms: 300 }, ['api-slow']],
  [
    'connections on a straight line up',
    {
      connectionsMin: 5,
      connectionsMedian: 13,
      connectionsMax: 20,
      connectionsPerMinute: 150,
      requestsPerConnection: 18,
    },
    ['connection-leak'],
  ],
  [
    'a pool that is larger than expected and stays so',
    { connectionsMin: 2, connectionsMedian: 20, connectionsMax: 20, connectionsPerMinute: 100 },
    ['connections-above-limit'],
  ],
  [
    'a leak up to maxclients',
    {
      connectionsMin: 5,
      connectionsMedian: 13,
      connectionsMax: 20,
      connectionsPerMinute: 150,
      connectionsRejected: 30,
    },
    ['connection-leak'],
  ],
  ['a connection per request', { requestsPerConnection: 0.9, connectionsReceived: 330 }, ['no-connection-reuse']],
  [
    'blocked clients that exhaust the pool',
    { ...POOL, poolInUseMax: 10, poolWaitingMax: 9, blockedClientsMax: 10 },
    ['redis-blocked-clients'],
  ],
  ['lookups without writes', { warmHitShare: 0, hits: 0, misses: 303, keysGrowth: 0 }, ['cache-not-written']],
  ['a key per request', { warmHitShare: 0, hits: 0, misses: 303, keysGrowth: 303 }, ['cache-key-too-specific']],
  ['keys that expire', { warmHitShare: 0.7, misses: 110, keysExpired: 90, keysGrowth: 20 }, ['cache-ttl-too-short']],
  [
    'many misses at once after an expiry, from a slow database',
    {
      warmHitShare: 0.8,
      missesAtOnceMax: 80,
      keysExpired: 90,
      keysGrowth: 20,
      missP50Ms: 500,
      warmMaxMs: 510,
      warmP95Ms: 500,
    },
    ['cache-stampede'],
  ],
  [
    'keys that expire together, from a fast database',
    { warmHitShare: 0.8, missesAtOnceMax: 28, missesAtOnceMedian: 5, keysExpired: 60, keysGrowth: 20, misses: 90 },
    ['cache-stampede'],
  ],
  [
    'keys that expire all the time',
    { warmHitShare: 0.7, missesAtOnceMax: 30, missesAtOnceMedian: 25, keysExpired: 90, keysGrowth: 20, misses: 110 },
    ['cache-ttl-too-short'],
  ],
  ['one miss for each key at once', { missesAtOnceMax: 31, keysExpired: 26 }, []],
  ['other flags than asked for', { wrongFlags: 58, otherFlags: 58, flagsRight: 3 }, ['cache-key-too-broad']],
  ['answers that are no flag at all', { wrongFlags: 58, flagsRight: 3 }, ['wrong-content']],
  ['wrong lists and flags', { wrongFlags: 6, flagsRight: 55, wrongLists: 24 }, ['wrong-content']],
  [
    'slow commands of an idle Redis',
    { redisCommandP50Ms: 40, redisCommandP95Ms: 42, warmP95Ms: 60 },
    ['redis-network-slow'],
  ],
  [
    'slow commands of a busy Redis',
    { redisCommandP50Ms: 20, redisCommandP95Ms: 140, redisBusyShare: 0.5 },
    ['redis-slow'],
  ],
  [
    'a script that takes Redis long, of which ours meet few',
    { redisSlowestCommandMs: 58, redisBusyShare: 0.12, warmP95Ms: 70 },
    ['redis-slow'],
  ],
  [
    'scripts that keep Redis busy all the time, of which ours meet many',
    {
      redisSlowestCommandMs: 60,
      redisBusyShare: 0.95,
      redisCommandP50Ms: 2.4,
      redisCommandP95Ms: 158,
      redisCommandMaxMs: 268,
      warmP95Ms: 2_560,
    },
    ['redis-slow'],
  ],
  ['a long command that nobody waits for', { redisSlowestCommandMs: 58, redisBusyShare: 0.12 }, []],
  [
    'silence with fast answers around it',
    { redisTimeoutFailures: 2, redisSilenceMs: 1_100, redisSilenceAtMostMs: 1_350, recoveryMs: 100 },
    ['redis-stalled'],
  ],
  [
    'silence to the end',
    { redisTimeoutFailures: 3, redisSilenceMs: 4_000, redisSilentAtEndMs: 4_000 },
    ['redis-timeout'],
  ],
  [
    'Redis gone and requests answered',
    { redisUnreachableFailures: 3, redisSilenceMs: 900 },
    ['redis-unreachable-with-fallback'],
  ],
  ['a connection that broke', { redisUnreachableFailures: 1, redisSilenceMs: 2 }, ['redis-connection-lost']],
  [
    'Redis gone and requests failed',
    { redisUnreachableFailures: 3, redisSilenceMs: 900, requestsFailed: 90, serverErrors: 90 },
    ['redis-unreachable-without-fallback'],
  ],
  ['Redis never reached', { redisUnreachableFailures: 7, redisAnswers: 0, redisCommands: 7 }, ['redis-unreachable']],
  ['a refused password', { redisAuthenticationFailures: 7, redisUnreachableFailures: 1 }, ['redis-authentication']],
  [
    'a denied SET',
    { redisPermissionFailures: 7, redisErrorFailures: 7, warmHitShare: 0.2, keysGrowth: 0 },
    ['redis-permission'],
  ],
  [
    'writes that Redis refuses because it is full',
    { refusedOom: 47, warmHitShare: 0.1, misses: 270, keysGrowth: 0, redisErrorFailures: 2, missP50Ms: 90 },
    ['redis-refused-commands'],
  ],
  ['rejected connections', { connectionsRejected: 12, redisUnreachableFailures: 1 }, ['redis-maxclients']],
  [
    'memory of keys that stay',
    { memoryGrowthBytes: 16e6, lastingKeysGrowth: 40, keysGrowth: 40 },
    ['redis-memory-growth'],
  ],
  ['evicted keys', { keysEvicted: 5 }, ['redis-evictions']],
  ['slow misses', { missP50Ms: 200, missP95Ms: 210 }, ['database-slow']],
  ['error answers', { requestsFailed: 30, serverErrors: 30 }, ['api-errors']],
  ['no answers', { requestsFailed: 30, requestsUnanswered: 30, requestsTimedOut: 30 }, ['api-no-answer']],
])('findCauses() names %s', (_what, evidence, expected) => {
  expect(idsOf(evidence)).toEqual(expected);
});

test('findCauses() says whose connections wait in blocking commands', () => {
  const notes = [{ topic: 'blocked clients', text: 'my-api from 127.0.0.1:2 in blpop' }];
  expect(findCauses({ ...HEALTHY, blockedClientsMax: 1 }, [], notes)[0]?.sentence).toBe(
    'A connection waited in a blocking command (my-api from 127.0.0.1:2 in blpop)',
  );
});

test('findCauses() says of refused commands what the most frequent error means, and what to do about it', () => {
  const [finding] = findCauses({ ...HEALTHY, refusedOom: 3, refusedReadonly: 40 });
  expect(finding?.sentence).toBe(
    'Redis refused commands of the API: 40 with READONLY, 3 with OOM (it is a replica, which takes no writes)',
  );
  expect(finding?.next).toContain('redis-cli role');
});

test('findCauses() calls no answer slow where every rule on latency passed', () => {
  const slow = { ...HEALTHY, warmP95Ms: 52 };
  const rule = soundRule({ status: 'pass' });
  expect(findCauses(slow, [rule])).toEqual([]);
  expect(findCauses(slow, [rule, soundRule({ id: 'latency-p99', status: 'fail' })]).map(({ id }) => id)).toEqual([
    'api-slow',
  ]);
  expect(findCauses(slow).map(({ id }) => id)).toEqual(['api-slow']);
});

test('findCauses() puts the surer finding first and gives its numbers with their units', () => {
  const findings = findCauses({
    ...HEALTHY,
    wrongFlags: 58,
    otherFlags: 58,
    flagsRight: 3,
    memoryGrowthBytes: 16e6,
    lastingKeysGrowth: 40,
  });
  expect(findings.map(({ id, confidence }) => [id, confidence])).toEqual([
    ['redis-memory-growth', 'high'],
    ['cache-key-too-broad', 'medium'],
  ]);
  expect(findings[0]?.evidence).toContainEqual({ name: 'memoryGrowthBytes', value: 16e6, unit: 'bytes' });
});

test('every finding that a cause explains is a cause, and no two explain each other', () => {
  const byId = new Map(CAUSES.map((cause) => [cause.id, cause]));
  expect(byId.size).toBe(CAUSES.length);
  for (const { id, explains } of CAUSES) {
    for (const symptom of explains) {
      expect(byId.get(symptom), `${id} explains ${symptom}`).toBeDefined();
      expect(byId.get(symptom)?.explains, `${symptom} and ${id}`).not.toContain(id);
    }
  }
});
