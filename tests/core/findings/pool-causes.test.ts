import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { findCauses } from '../../../src/core/findings/find-causes.ts';
import { soundRule } from '../../helpers/sound-result.ts';
import { HEALTHY, idsOf, POOL } from './evidence-of.ts';

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
/** All connections were taken after 4 of 6 s, and none came back: 101 requests waited until they timed out, and never asked. */
const DRAINED = {
  connectionsMin: 6,
  connectionsMedian: 10,
  connectionsMax: 10,
  requestsInFlight: 53,
  requestsFailed: 101,
  requestsTimedOut: 101,
  requestsUnanswered: 101,
  failedP50Ms: 3_001,
  firstFailureAtMs: 7_001,
  plainAnswerMs: 1,
  lookups: 202,
};
const ERRORS = { requestsFailed: 150, serverErrors: 150 };

test.each<[string, Partial<Evidence>, string[]]>([
  [
    'a pool in use to the last connection',
    { ...POOL, poolInUseMax: 10, poolWaitingMax: 4, warmP95Ms: 300 },
    ['pool-exhausted'],
  ],
  [
    'a pool that is full all the while and refuses at once',
    { ...POOL, ...ERRORS, poolInUseMax: 10, poolInUseMean: 9, failedP50Ms: 1 },
    ['pool-exhausted'],
  ],
  [
    'errors at once of an API whose pool was full for a moment',
    { ...POOL, ...ERRORS, poolInUseMax: 10, poolInUseMean: 4, failedP50Ms: 1 },
    ['api-errors'],
  ],
  [
    'errors after a wait of an API whose pool is full, with nobody waiting for it',
    { ...POOL, ...ERRORS, poolInUseMax: 10, poolInUseMean: 9, failedP50Ms: 400 },
    ['api-errors'],
  ],
  [
    'a full pool that refuses at once, and a Redis that fails as well',
    { ...POOL, ...ERRORS, poolInUseMax: 10, poolInUseMean: 9, failedP50Ms: 1, redisAnswers: 20 },
    ['api-errors'],
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
  [
    'connections that are closed before anybody sees them',
    { connectionsMedian: 0, connectionsMax: 0, connectionsReceived: 303, requestsPerConnection: 1 },
    ['no-connection-reuse'],
  ],
  ['a Redis that only others use', { connectionsMax: 0, allConnectionsMax: 40 }, ['api-not-seen']],
  ['a pool at its limit whose connections never came back', DRAINED, ['pool-exhausted']],
  [
    'the same where all threads wait, and none answers what needs no Redis',
    { ...DRAINED, plainAnswerMs: 300 },
    ['pool-exhausted'],
  ],
  [
    'all threads that wait now and then, with connections at their limit',
    { ...DRAINED, plainAnswerMs: 300, lookups: 240 },
    ['api-no-answer'],
  ],
  [
    'a source behind a sound pool that hangs, which only misses meet',
    { ...DRAINED, requestsFailed: 30, requestsTimedOut: 30, requestsUnanswered: 30, lookups: 303 },
    ['api-no-answer'],
  ],
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
  [
    'a pool that keeps its connections after each silence',
    { connectionsLeft: 4, connectionsLeftGrowth: 0 },
    ['connections-kept'],
  ],
  ['a pool that keeps as many as may stay', { connectionsLeft: 1, connectionsLeftGrowth: 0 }, []],
  [
    'connections that are more after each silence',
    { connectionsLeft: 4, connectionsLeftGrowth: 2 },
    ['connection-leak'],
  ],
  ['a connection per request', { requestsPerConnection: 0.9, connectionsReceived: 330 }, ['no-connection-reuse']],
  [
    'blocked clients that exhaust the pool',
    { ...POOL, poolInUseMax: 10, poolWaitingMax: 9, blockedClientsMax: 10 },
    ['redis-blocked-clients'],
  ],
])('findCauses() names %s', (_what, evidence, expected) => {
  expect(idsOf(evidence)).toEqual(expected);
});

test('findCauses() says whose connections wait in blocking commands', () => {
  const notes = [{ topic: 'blocked clients', text: 'my-api from 127.0.0.1:2 in blpop' }];
  expect(findCauses({ ...HEALTHY, blockedClientsMax: 1 }, [], notes)[0]?.sentence).toBe(
    'A connection waited in a blocking command (my-api from 127.0.0.1:2 in blpop)',
  );
});

test.each<[string, Partial<Evidence>, RegExp]>([
  ['of a pool of which no connection came back', DRAINED, /give it back however the request ends/],
  [
    'of such a pool that tells its figures',
    { ...DRAINED, ...POOL, poolInUseMax: 10, poolWaitingMax: 90 },
    /give it back however the request ends/,
  ],
  [
    'of a pool of which no connection came back, and that is smaller than expected',
    { ...DRAINED, connectionsMedian: 3, connectionsMax: 3 },
    /^Is 3 the size of your pool\? Look for a path .* If it may open more/,
  ],
  [
    'of a pool whose lost connections are closed by and by',
    { ...DRAINED, connectionsMedian: 4 },
    /give it back however the request ends/,
  ],
  ['of a pool that works off what waits for it', { ...DRAINED, lookups: 240 }, /what holds connections for so long/],
  [
    'of a pool that answers some between those that time out',
    { ...DRAINED, firstFailureAtMs: 4_001 },
    /what holds connections for so long/,
  ],
  [
    'of a pool that has less open than is expected',
    { ...SMALL, aloneMs: 200 },
    /^Is 2 the size of your pool\? .* If it may open more, requests wait for something else/,
  ],
])('findCauses() says what is next %s', (_what, evidence, next) => {
  expect(findCauses({ ...HEALTHY, ...evidence })[0]).toMatchObject({
    id: 'pool-exhausted',
    next: expect.stringMatching(next),
  });
});

test('findCauses() names connections that a rule failed by before they were lost among those of others', () => {
  const beside = { ...HEALTHY, requestsPerConnection: null, connectionsReceived: 548, connectionsUnattributed: 649 };
  const rule = soundRule({ id: 'redis-reuse', about: 'redis', unit: 'count', actual: 0.74, status: 'fail' });
  expect(findCauses(beside, [rule])[0]).toMatchObject({
    id: 'no-connection-reuse',
    sentence:
      'Connections are not reused: 0.7 requests per connection, for as long as they could be told from those of others',
    evidence: expect.arrayContaining([{ name: 'requestsPerConnection', value: 0.74, unit: 'count' }]),
  });
  expect(findCauses(beside, [{ ...rule, status: 'pass' }])).toEqual([]);
});
