import { expect, test } from 'vitest';
import type { LambdaReport } from '../../../src/core/lambda/lambda-report.ts';
import { lambdaRows } from '../../../src/core/render/lambda-lines.ts';
import { addLambda } from '../../../src/core/result/add-lambda.ts';
import type { Result } from '../../../src/core/result/result.ts';
import { soundResult, soundRule } from '../../helpers/sound-result.ts';
import { soundCache, soundLambda, soundLogs, soundMeters, soundMinute } from './lambda-report-of.ts';

const MISSES = soundRule({ id: 'redis-miss-share', metric: 'redis_miss_share', limit: 'value<=0.2', unit: 'share' });
const EVIDENCE = { expectedMaxConnections: 10 } as Result['evidence'];

/** What becomes of a sound run whose function has such meters. */
function judged(lambda: Partial<LambdaReport>, result: Partial<Result> = {}) {
  const whole = addLambda(soundResult({ evidence: EVIDENCE, ...result }), soundLambda(lambda));
  const of = (status: string) => whole.rules.filter((rule) => rule.status === status).map(({ id }) => id);
  return { ...whole, failed: of('fail'), unjudged: of('not-judged'), found: whole.findings.map(({ id }) => id) };
}

const withCache = (...cache: Parameters<typeof soundCache>) => ({
  meters: soundMeters({ cache: soundCache(...cache) }),
});

test('sound meters leave a healthy run healthy, by rules of their own', () => {
  const { verdict, rules, found } = judged(withCache(), { rules: [soundRule(), MISSES] });
  expect(verdict.status).toBe('healthy');
  expect(rules.map(({ id, actual, limit }) => `${id}: ${actual} ${limit}`).slice(-7)).toEqual([
    'lambda-throttles: 0 count==0',
    'lambda-errors: 0 count==0',
    'elasticache-connections: 6 value<=10',
    'elasticache-reuse: 25 value>=2',
    'elasticache-evictions: 0 count==0',
    'elasticache-engine-cpu: 0.12 value<0.9',
    'elasticache-miss-share: 0.1 rate<=0.2',
  ]);
  expect(found).toEqual([]);
});

test.each([
  [
    'throttles',
    { meters: soundMeters({ minutes: [soundMinute({ throttles: 3 })] }) },
    'lambda-throttles',
    'lambda-throttled',
  ],
  ['errors', { meters: soundMeters({ minutes: [soundMinute({ errors: 3 })] }) }, 'lambda-errors', 'lambda-errors'],
  ['connections', withCache({ connectionsMax: 11 }), 'elasticache-connections', 'elasticache-connections-above-limit'],
  ['churn', withCache({ newConnections: 90 }), 'elasticache-reuse', 'elasticache-connections-above-limit'],
  ['evictions', withCache({ evictions: 1 }), 'elasticache-evictions', 'elasticache-evictions'],
  ['a busy engine', withCache({ engineCpuPercent: 97 }), 'elasticache-engine-cpu', 'elasticache-busy'],
])('%s fail the run, and are named', (_what, lambda, rule, finding) => {
  expect(judged(lambda)).toMatchObject({ verdict: { status: 'unhealthy' }, failed: [rule], found: [finding] });
});

test.each([
  ['connections', { connectionsMax: 11 }, 'elasticache-connections'],
  ['churn', { newConnections: 90 }, 'elasticache-reuse'],
  ['evictions', { evictions: 1 }, 'elasticache-evictions'],
  ['a busy engine', { engineCpuPercent: 97 }, 'elasticache-engine-cpu'],
])('%s at nodes that others may use are not judged', (_what, minute, rule) => {
  const { verdict, unjudged, rules } = judged(withCache(minute, { isAlone: false }));
  expect(verdict.status).toBe('healthy');
  expect(unjudged).toEqual([rule]);
  expect(rules.find(({ id }) => id === rule)?.why).toContain('ELASTICACHE_ALONE=1');
});

test('meters that are not there, not whole or not read are not judged', () => {
  const empty = soundMinute({ invocations: null, errors: null, throttles: null });
  expect(judged({ meters: soundMeters({ minutes: [empty], isComplete: false }) }).unjudged).toEqual([
    'lambda-throttles',
    'lambda-errors',
  ]);
  const partial = judged({ meters: soundMeters({ isComplete: false, minutes: [soundMinute({ invocations: 40 })] }) });
  expect(partial.unjudged).toEqual(['lambda-throttles', 'lambda-errors']);
  expect(partial.rules.at(-1)?.why).toContain('CloudWatch had 40 invocations 65 s after the load');
  const { meters: _meters, ...unread } = soundLambda({ unread: { meters: 'the permission is missing' } });
  // Who did not wait for them has the verdict on all else.
  const stopped = { ...soundResult(), endedEarly: 'interrupted while AWS was asked about api' };
  expect(addLambda(stopped, unread).verdict).toEqual({
    status: 'healthy',
    sentence: 'all 6 rules passed; interrupted while AWS was asked about api',
  });
  expect(addLambda(soundResult(), unread).rules.at(-1)).toMatchObject({
    status: 'not-judged',
    why: 'the permission is missing',
  });
});

test('the environments that are reserved are held against what Redis takes', () => {
  const meters = soundMeters({ reservedConcurrency: 1_000, cache: soundCache() });
  expect(judged({ meters }).rules.at(-1)).toMatchObject({
    id: 'lambda-fleet',
    status: 'pass',
    actual: 1_000,
    limit: 'value<=64998',
  });
  const small = { ...EVIDENCE, maxClients: 900, otherConnections: 100 } as Result['evidence'];
  expect(judged({ meters }, { evidence: small })).toMatchObject({
    failed: ['lambda-fleet'],
    found: ['lambda-fleet-above-maxclients'],
  });
  const unknown = { ...EVIDENCE, maxClients: 10_000, otherConnections: null } as Result['evidence'];
  const noCache = soundMeters({ reservedConcurrency: 1_000 });
  expect(judged({ meters: noCache }, { evidence: unknown }).unjudged).toEqual(['lambda-fleet']);
  const logs = soundLogs({ kinds: {} });
  expect(judged({ meters, logs }).rules.at(-1)?.why).toContain('neither the log nor POOL_SIZE');
});

test('new environments are a cause where the slowest percent is too slow', () => {
  const slow = { rules: [soundRule({ status: 'fail', actual: 300 })] };
  const starts = (p50Ms: number, count = 4) =>
    judged({ logs: soundLogs({ init: { count, minMs: 5, p50Ms, p95Ms: 400, maxMs: 400 } }) }, slow).found;
  expect(starts(300)).toEqual(['lambda-cold-starts-slow']);
  expect(starts(20)).toEqual(['unexplained']);
  expect(starts(300, 0)).toEqual(['unexplained']);
  // Where the answers were fast enough, nobody is told that starts are slow.
  const init = { count: 4, minMs: 5, p50Ms: 300, p95Ms: 400, maxMs: 400 };
  const evicted = { ...withCache({ evictions: 1 }), logs: soundLogs({ init }) };
  expect(judged(evicted).found).toEqual(['elasticache-evictions']);
  expect(
    judged({ logs: soundLogs({ init: { count: 4, minMs: 5, p50Ms: 300, p95Ms: 400, maxMs: 400 } }) }).found,
  ).toEqual([]);
});

test('the page tells what was read, what is unknown and what was not of this run', () => {
  const { lambda, requests } = judged({
    meters: soundMeters({ minutes: [soundMinute({ invocations: 150, errors: null })], reservedConcurrency: 5 }),
    unread: { logs: 'the permission is missing' },
  });
  const rows = Object.fromEntries(lambdaRows({ ...(lambda && { lambda }), requests }));
  expect(rows.Lambda).toEqual(['api in eu-central-1, nodejs22.x, 256 MB']);
  expect(rows['its meters']).toEqual([
    expect.stringMatching(/^at most 4 environments at a time \(5 reserved/),
    'invocations 150 · throttled 0 · errors ? · in 1 whole minutes',
    '50 invocations were not of this run, or of its set-up',
  ]);
  const coldStart = { by: 'environment', environments: 3, newEnvironments: 3 } as const;
  const cold = (different: object) =>
    Object.fromEntries(
      lambdaRows({ ...soundResult(), lambda: soundLambda({ coldStart: { ...coldStart, ...different } }) }),
    );
  expect(cold({})['cold start']).toEqual(['made cold by a changed variable · 3 of 3 environments were new']);
  expect(cold({ notCold: 'no environment was new' })['cold start']).toEqual([
    'made cold by a changed variable · no environment was new',
  ]);
  expect(lambdaRows(soundResult())).toEqual([]);
});

/** A run whose user has limits of their own. */
const limited = (limits: object) => ({ settings: { LIMITS: JSON.stringify(limits) } });

test('LIMITS takes the place of the limit of a rule about AWS, or leaves the rule out', () => {
  const meters = soundMeters({ minutes: [soundMinute({ throttles: 3 })], cache: soundCache({ engineCpuPercent: 60 }) });
  const allowed = judged({ meters }, limited({ 'lambda-throttles': 3, 'lambda-errors': null }));
  expect(allowed.verdict.status).toBe('healthy');
  expect(allowed.rules.find(({ id }) => id === 'lambda-throttles')).toMatchObject({
    status: 'pass',
    limit: 'count<=3',
  });
  expect(allowed.rules.map(({ id }) => id)).not.toContain('lambda-errors');
  expect(judged({ meters }, limited({ 'lambda-throttles': 2 })).failed).toEqual(['lambda-throttles']);
  const busy = judged({ meters }, limited({ 'lambda-throttles': 3, 'elasticache-engine-cpu': 0.5 }));
  expect(busy).toMatchObject({ failed: ['elasticache-engine-cpu'], found: ['lambda-throttled', 'elasticache-busy'] });
  const few = judged(withCache(), limited({ 'elasticache-connections': 5, 'elasticache-reuse': 1 }));
  expect(few).toMatchObject({ failed: ['elasticache-connections'], found: ['elasticache-connections-above-limit'] });
});

test('LIMITS on what the log tells leaves in doubt what was in doubt', () => {
  const partial = soundLogs({ isComplete: false, timedOut: 2 });
  expect(judged({ logs: partial }, limited({ 'lambda-timeouts': 1 })).failed).toEqual(['lambda-timeouts']);
  expect(judged({ logs: partial }, limited({ 'lambda-timeouts': 2 })).unjudged).toContain('lambda-timeouts');
});
