import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { CAUSES, findCauses } from '../../../src/core/findings/find-causes.ts';
import type { RuleResult } from '../../../src/core/verdict/rule-result.ts';
import { soundRule } from '../../helpers/sound-result.ts';
import { HEALTHY, idsOf, POOL, UNKNOWN } from './evidence-of.ts';

test('findCauses() finds nothing in a healthy run, with the figures of the pool and without', () => {
  expect(idsOf({})).toEqual([]);
  expect(idsOf(POOL)).toEqual([]);
});

test('findCauses() finds nothing where nothing is known', () => {
  expect(findCauses(UNKNOWN)).toEqual([]);
});

test.each<[string, Partial<Evidence>, string[]]>([
  ['late iterations', { startDelayP95Ms: 40, warmP95Ms: 90 }, ['generator-overloaded']],
  [
    'no sockets left',
    { requestsWithoutSocket: 40, requestsFailed: 40, requestsUnanswered: 40, startDelayP95Ms: 40 },
    ['generator-out-of-sockets'],
  ],
  ['iterations dropped while all VUs wait for time-outs', { iterationsDropped: 9, requestsTimedOut: 50 }, []],
  ['bodies larger than allowed', { answersTooLarge: 30, answersCut: 30, requestsFailed: 30 }, ['api-answer-too-large']],
  ['answers that are within limits of their own', { warmP50Ms: 90, warmP95Ms: 120, slowAnswerMs: 300 }, []],
  ['answers that are no flag at all', { wrongAnswers: 58, wrongKeyed: 58, rightKeyed: 3 }, ['wrong-content']],
  ['wrong lists and flags', { wrongAnswers: 30, wrongKeyed: 6, rightKeyed: 55 }, ['wrong-content']],
  ['slow misses', { missP50Ms: 200, missP95Ms: 210 }, ['database-slow']],
  ['error answers', { requestsFailed: 30, serverErrors: 30 }, ['api-errors']],
  ['no answers', { requestsFailed: 30, requestsUnanswered: 30, requestsTimedOut: 30 }, ['api-no-answer']],
])('findCauses() names %s', (_what, evidence, expected) => {
  expect(idsOf(evidence)).toEqual(expected);
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
    wrongAnswers: 58,
    wrongKeyed: 58,
    ofAnother: 58,
    rightKeyed: 3,
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

test('of answers that redirect, and of no others, the next step is the address that they lead to', () => {
  const nextOf = (change: Partial<Evidence>) => findCauses({ ...HEALTHY, requestsFailed: 30, ...change })[0]?.next;
  expect(nextOf({ redirects: 30 })).toMatch(/^Redirects are not followed: give the address/);
  expect(nextOf({ serverErrors: 30 })).toBe('Look at the status codes above and at the log of the API.');
});

const LATE = { ...HEALTHY, startDelayP95Ms: 36 };
const WAITING = { ...LATE, ...POOL, poolInUseMax: 10, poolWaitingMax: 90 };
const TIMED_OUT = { requestsFailed: 150, requestsUnanswered: 150, requestsTimedOut: 150, failedP50Ms: 3_001 };
const LATE_RULE = soundRule({ id: 'generator-start-delay', about: 'generator', actual: 80, status: 'fail' });

test.each<[string, Evidence, Partial<RuleResult>, string[]]>([
  [
    'Redis that lets nobody in',
    { ...LATE, redisTlsFailures: 5, redisCommands: 5, redisAnswers: 0 },
    { id: 'redis-checks', about: 'redis', unit: 'share' },
    ['redis-tls', 'generator-overloaded'],
  ],
  [
    'a full pool, whose requests time out',
    { ...WAITING, ...TIMED_OUT },
    { id: 'failed-requests', unit: 'share' },
    ['pool-exhausted', 'generator-overloaded'],
  ],
  [
    'answers with an error',
    { ...LATE, requestsFailed: 30, serverErrors: 30, failedP50Ms: 1 },
    { id: 'failed-requests', unit: 'share' },
    ['api-errors', 'generator-overloaded'],
  ],
  [
    'time-outs beside answers of Redis that came late as well',
    { ...LATE, ...TIMED_OUT, redisCommandP50Ms: 26, redisCommandP95Ms: 40 },
    { id: 'failed-requests', unit: 'share' },
    ['api-no-answer', 'generator-overloaded'],
  ],
  [
    'commands of ours that a generator with too much to do gave up',
    { ...LATE, redisTimeoutFailures: 4, redisSilenceMs: 900, redisSilentAtEndMs: 900, startDelayP95Ms: 900 },
    { id: 'redis-checks', about: 'redis', unit: 'share' },
    ['generator-overloaded', 'redis-timeout'],
  ],
  ['a pool that is full beside a late generator', WAITING, { status: 'not-judged' }, ['generator-overloaded']],
  [
    'time-outs of a generator that never sent all',
    { ...LATE, ...TIMED_OUT, startDelayP95Ms: 900, iterationsDropped: 40 },
    { id: 'failed-requests', unit: 'share' },
    ['generator-overloaded', 'api-no-answer'],
  ],
])('findCauses() names first, beside a late generator, %s', (_what, evidence, rule, expected) => {
  const rules = [LATE_RULE, soundRule({ status: 'fail', ...rule })];
  expect(findCauses(evidence, rules).map(({ id }) => id)).toEqual(expected);
});

test('a few iterations that were never sent are no cause of what timed out far later than they were due', () => {
  const rules = [LATE_RULE, soundRule({ id: 'failed-requests', unit: 'share', status: 'fail' })];
  const evidence = { ...LATE, ...TIMED_OUT, requestsPlanned: 300, iterationsDropped: 1 };
  expect(findCauses(evidence, rules).map(({ id }) => id)).toEqual(['api-no-answer', 'generator-overloaded']);
});

test('commands that Redis itself counts as slow are named first beside a late generator', () => {
  const rules = [LATE_RULE, soundRule({ id: 'failed-requests', unit: 'share', status: 'fail' })];
  const slow = { redisBusyShare: 1.2, redisSlowestCommandMs: 113, redisTimeoutFailures: 5, redisCommandP95Ms: 440 };
  const [first] = findCauses({ ...LATE, ...TIMED_OUT, ...slow }, rules);
  expect(first?.id).toBe('redis-slow');
  expect(first?.sentence).toContain('busy with commands 100 % of the time');
});

test.each([
  [300, /waits as well: it takes 300 ms/, /^Look at the CPU of the API/],
  [2, /what needs no Redis takes 2\.00 ms/, /^The API has time, so requests wait for something/],
  [null, /\)$/, /^Look at the warnings/],
])('what needs no Redis and takes %s ms says where to look', (plainAnswerMs, sentence, next) => {
  const [finding] = findCauses({ ...HEALTHY, ...TIMED_OUT, plainAnswerMs, lookups: 303 });
  expect(finding).toMatchObject({ id: 'api-no-answer', sentence: expect.stringMatching(sentence) });
  expect(finding?.next).toMatch(next);
});

test.each<[string, Partial<Evidence>, string[]]>([
  ['one after the other', {}, ['many-commands']],
  ['that are few', { apiCommands: 300 * 19 }, ['api-slow']],
  ['whose number nobody knows', { apiCommands: null }, ['api-slow']],
  ['and is fast', { warmP50Ms: 20, warmP95Ms: 30 }, []],
  [
    'and connections at their limit',
    { connectionsMedian: 10, connectionsMax: 10, plainAnswerMs: 2 },
    ['many-commands'],
  ],
])('of an API that sends many commands for each request %s, the cause is told', (_what, change, expected) => {
  const evidence = { ...HEALTHY, apiCommands: 300 * 200, warmP50Ms: 120, warmP95Ms: 180, requestsInFlight: 20 };
  expect(findCauses({ ...evidence, ...change }).map(({ id }) => id)).toEqual(expected);
});

test('findCauses() names a generator that was late in a step of the load, and no times that it took', () => {
  const stalled = { ...HEALTHY, startDelayP95Ms: null, redisCommandMaxMs: 400 };
  expect(findCauses(stalled).map(({ id }) => id)).toEqual(['redis-stalled']);
  const [finding, ...others] = findCauses(stalled, [LATE_RULE]);
  expect(finding?.id).toBe('generator-overloaded');
  expect(finding?.evidence).toContainEqual({ name: 'startDelayP95Ms', value: 80, unit: 'ms' });
  expect(others).toEqual([]);
});

test.each([
  [429, 429, /^A rate limit of the API/],
  [401, 401, /^The API did not let us in/],
  [403, 403, /^The API did not let us in/],
  [404, 404, /^There is no such path/],
  [404, 429, /^Look at the status codes/],
  [418, 418, /^Look at the status codes/],
  [null, null, /^Look at the status codes/],
])('of answers with statuses from %s to %s, the next step is what these say', (lowest, highest, next) => {
  const statuses = { unexpectedStatusMin: lowest, unexpectedStatusMax: highest };
  const [finding] = findCauses({ ...HEALTHY, requestsFailed: 30, clientErrors: 30, ...statuses });
  expect(finding?.id).toBe('api-errors');
  expect(finding?.next).toMatch(next);
});
