import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { findCauses } from '../../../src/core/findings/find-causes.ts';
import { HEALTHY, idsOf, POOL } from './evidence-of.ts';

/** Connections of the API were lost, and requests failed just then, in a run of six seconds. */
const LOST = {
  connectionsLost: 5,
  connectionsLostFromMs: 2_000,
  connectionsLostToMs: 3_000,
  firstFailureAtMs: 2_100,
  lastFailureAtMs: 3_300,
  requestsFailed: 20,
  serverErrors: 20,
};

/** Each command takes Redis 175 ms, and some of ours are given up after half a second. */
const KEYS = {
  redisBusyShare: 0.96,
  redisSlowestCommandMs: 175,
  redisCommandP50Ms: 1.8,
  redisCommandP95Ms: 344,
  redisCommandMaxMs: 364,
  redisTimeoutFailures: 6,
  redisCommands: 26,
  redisAnswers: 20,
};

/** One command of 28 took long, as it does where the machine pauses. */
const MOMENT = { redisCommandMaxMs: 378 };

const FAILING = { requestsFailed: 30, clientErrors: 30, firstFailureAtMs: 300, lastFailureAtMs: 5_800 };

const UNSEEN = {
  redisTimeoutFailures: 10,
  redisSilenceMs: 5_500,
  redisSilentAtEndMs: 5_500,
  connectionsMax: 0,
  allConnectionsMax: 0,
};

test.each<[string, Partial<Evidence>, string[]]>([
  ['connections of the API that were all gone when requests failed', LOST, ['redis-connections-reset']],
  ['the same, with requests that fail at other times too', { ...LOST, firstFailureAtMs: 500 }, ['api-errors']],
  ['the same, with requests that go on to fail', { ...LOST, lastFailureAtMs: 5_900 }, ['api-errors']],
  ['the same again and again, most of the run', { ...LOST, connectionsLostToMs: 5_500 }, ['api-errors']],
  ['the same, while the observer was not answered', { ...LOST, redisAnswers: 20 }, ['api-errors']],
  ['lost connections, and no request that failed', { ...LOST, requestsFailed: 0, serverErrors: 0 }, []],
  [
    'a connection per request, none of which is there at the next look',
    { ...LOST, requestsPerConnection: 0.9, connectionsReceived: 330 },
    ['no-connection-reuse', 'api-errors'],
  ],
  [
    'a password that was changed, and connections that were closed',
    { ...LOST, redisAuthenticationFailures: 3 },
    ['redis-authentication'],
  ],
  [
    'slow commands of an idle Redis',
    { redisCommandP50Ms: 40, redisCommandP95Ms: 42, warmP95Ms: 60 },
    ['redis-network-slow'],
  ],
  [
    'two late answers of 28, fast in the median',
    { redisCommandP50Ms: 0.67, redisCommandP95Ms: 26, redisCommandMaxMs: 40, warmP95Ms: 60 },
    ['api-slow'],
  ],
  [
    'three late answers of 28, which p95 and the slowest show',
    { redisCommandP50Ms: 2.1, redisCommandP95Ms: 48, redisCommandMaxMs: 48.5, warmP95Ms: 56 },
    ['redis-network-slow'],
  ],
  [
    'late answers that are more than a few',
    { redisCommands: 280, redisAnswers: 280, redisCommandP50Ms: 0.67, redisCommandP95Ms: 26, warmP95Ms: 60 },
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
    'a script that is most of what an answer takes, though short for a command',
    { redisSlowestCommandMs: 16, redisBusyShare: 0.33, warmP50Ms: 19, warmP95Ms: 58 },
    ['redis-slow'],
  ],
  [
    'the same script, of answers that take long for another reason',
    { redisSlowestCommandMs: 16, redisBusyShare: 0.33, warmP50Ms: 45, warmP95Ms: 90 },
    ['api-slow'],
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
  [
    'long commands at every look, and commands of ours that time out between them',
    { ...KEYS, redisSilenceMs: 3_365, connectionsLost: 32, requestsFailed: 40, requestsUnanswered: 40 },
    ['redis-slow'],
  ],
  [
    'log-ins of the API that Redis refuses, each on a new connection',
    { ...FAILING, loginsRefused: 120, connectionsReceived: 160, requestsPerConnection: 1.9 },
    ['redis-login-refused'],
  ],
  [
    'log-ins of others that Redis refuses, beside an API that keeps its connections',
    { ...FAILING, loginsRefused: 120, connectionsReceived: 6 },
    ['api-errors'],
  ],
  [
    'log-ins of an API that keeps its connections, and is let in by none',
    { ...FAILING, loginsRefused: 120, connectionsReceived: 6, lookups: 0, hits: 0, misses: 0 },
    ['redis-login-refused'],
  ],
  ['a health check without a password', { ...FAILING, loginsRefused: 3 }, ['api-errors']],
  [
    'connections that are not reused on a machine that is busy, where some answers of Redis are late',
    {
      redisCommands: 64,
      redisAnswers: 64,
      redisCommandP50Ms: 0.3,
      redisCommandP95Ms: 31,
      redisCommandMaxMs: 60,
      connectionsReceived: 300,
      requestsPerConnection: 1,
    },
    ['no-connection-reuse', 'redis-network-slow'],
  ],
  ['a silent Redis that was seen only before the load', UNSEEN, ['redis-timeout']],
  [
    'a Redis that is at work three quarters of the time, and late once',
    {
      redisBusyShare: 0.74,
      redisSlowestCommandMs: 18,
      redisCommandP50Ms: 7,
      redisCommandP95Ms: 156,
      redisCommandMaxMs: 234,
    },
    ['redis-slow'],
  ],
  ['a moment, and what failed then', { ...MOMENT, ...FAILING, lastFailureAtMs: 900 }, ['redis-stalled']],
  ['a moment beside failures all through the run', { ...MOMENT, ...FAILING }, ['api-errors', 'redis-stalled']],
  [
    'a moment beside a pool that is full all the while',
    { ...MOMENT, ...POOL, poolInUseMax: 10, poolWaitingMax: 9, warmP50Ms: 300, warmP95Ms: 400 },
    ['pool-exhausted', 'redis-stalled'],
  ],
  [
    'a moment beside a source that is slow all the while',
    { ...MOMENT, missP50Ms: 200, missP95Ms: 210 },
    ['database-slow', 'redis-stalled'],
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
])('findCauses() names %s', (_what, evidence, expected) => {
  expect(idsOf(evidence)).toEqual(expected);
});

test('findCauses() says of refused commands what the most frequent error means, and what to do about it', () => {
  const [finding] = findCauses({ ...HEALTHY, refusedOom: 3, refusedReadonly: 40 });
  expect(finding?.sentence).toBe(
    'Redis refused commands of the API: 40 with READONLY, 3 with OOM (it is a replica, which takes no writes)',
  );
  expect(finding?.next).toContain('redis-cli role');
});

test.each([
  [['GET', 'KEYS'], /^Redis is busy .* of the time, 175 ms for each KEYS, and .* 6 of 26 commands .*/, /use SCAN/],
  [['EVAL'], /175 ms for each EVAL/, /slowlog/],
  [[], /^Redis is busy with commands 96 % of the time, and the others wait: /, /slowlog/],
])('redis-slow names the kind of command that was noted last, if one was: %j', (names, sentence, next) => {
  const notes = names.map((text) => ({ topic: 'slowest command', text }));
  expect(findCauses({ ...HEALTHY, ...KEYS }, [], notes)[0]).toMatchObject({
    id: 'redis-slow',
    sentence: expect.stringMatching(sentence),
    next: expect.stringMatching(next),
  });
  const few = { ...HEALTHY, redisSlowestCommandMs: 58, redisBusyShare: 0.12, warmP95Ms: 70 };
  const [finding] = findCauses(few, [], notes);
  expect(finding?.sentence).toContain(`58.0 ms for ${names.length === 0 ? 'a command of' : `each ${names.at(-1)}`}`);
});

test.each([
  ['read: connection reset by peer', /rediss:\/\//],
  ['EOF', /rediss:\/\//],
  ['dial tcp 127.0.0.1:6379: connect: connection refused', /^Check host and port/],
])('a Redis that was never reached, by "%s": the next step says where TLS may be wanted', (text, next) => {
  const never = { ...HEALTHY, redisUnreachableFailures: 5, redisCommands: 5, redisAnswers: 0 };
  const [finding] = findCauses(never, [], [{ topic: 'unreachable', text }]);
  expect(finding).toMatchObject({ id: 'redis-unreachable', next: expect.stringMatching(next) });
});

test('of a stall that requests waited for past their time-out, the next step is a time-out of commands as well', () => {
  const stall = { ...HEALTHY, redisTimeoutFailures: 2, redisSilenceMs: 1_100, redisSilenceAtMostMs: 1_350 };
  expect(findCauses(stall)[0]).toMatchObject({ id: 'redis-stalled', next: expect.not.stringContaining('give up') });
  const failing = { ...stall, requestsTimedOut: 60, requestsUnanswered: 60, requestsFailed: 60 };
  expect(findCauses(failing)[0]).toMatchObject({
    id: 'redis-stalled',
    next: expect.stringMatching(/^Look for what held it up: .* let the Redis client of the API give up sooner/),
  });
});
