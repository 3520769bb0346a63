import { expect, test } from 'vitest';
import type { LambdaLogs } from '../../../src/core/lambda/lambda-logs.ts';
import { addLambda } from '../../../src/core/result/add-lambda.ts';
import type { Result } from '../../../src/core/result/result.ts';
import { soundResult, soundRule } from '../../helpers/sound-result.ts';
import { kind, soundLambda, soundLogs } from './lambda-report-of.ts';

const MISSES = soundRule({ id: 'redis-miss-share', metric: 'redis_miss_share', limit: 'value<=0.2', unit: 'share' });

/** What becomes of a sound run whose function has a log that is not sound. */
function judged(logs: Partial<LambdaLogs>, result: Partial<Result> = {}) {
  const { verdict, rules, findings } = addLambda(soundResult(result), soundLambda({ logs: soundLogs(logs) }));
  const of = (status: string) => rules.filter((rule) => rule.status === status).map(({ id }) => id);
  return { verdict, rules, failed: of('fail'), unjudged: of('not-judged'), findings: findings.map(({ id }) => id) };
}

test('a sound log leaves a healthy run healthy, by its own rules too', () => {
  const { verdict, rules, findings } = judged({}, { rules: [soundRule(), MISSES] });
  expect(verdict).toEqual({ status: 'healthy', sentence: 'all 10 rules passed' });
  expect(rules.map(({ id, actual, limit }) => `${id}: ${actual} ${limit}`).slice(2, 8)).toEqual([
    'lambda-log-connection-failures: 0 count==0',
    'lambda-log-command-failures: 0 count==0',
    'lambda-log-pool-exhausted: 0 count==0',
    'lambda-timeouts: 0 count==0',
    'lambda-connects-per-environment: 1 value<=1',
    'lambda-log-miss-share: 0.1 rate<=0.2',
  ]);
  expect(findings).toEqual([]);
});

test.each([
  ['connection-failed', 'lambda-log-connection-failures', 'lambda-redis-unreachable'],
  ['command-failed', 'lambda-log-command-failures', 'lambda-redis-commands-failed'],
  ['connection-reset', 'lambda-log-command-failures', 'lambda-idle-connection-reset'],
  ['pool-exhausted', 'lambda-log-pool-exhausted', 'lambda-pool-exhausted'],
])('a line of the kind %s fails the rule %s, and %s is why', (name, rule, finding) => {
  const { verdict, failed, findings } = judged({ kinds: { [name]: kind(1) } });
  expect(verdict.status).toBe('unhealthy');
  expect(failed).toEqual([rule]);
  expect(findings).toEqual([finding]);
});

test('an invocation that timed out fails the run', () => {
  expect(judged({ timedOut: 2 })).toMatchObject({ failed: ['lambda-timeouts'], findings: ['lambda-timeouts'] });
});

test('what cannot be connected to explains commands that failed, retries and time-outs', () => {
  const kinds = { 'connection-failed': kind(3), 'command-failed': kind(3), retry: kind(9) };
  expect(judged({ kinds, timedOut: 3 }).findings).toEqual(['lambda-redis-unreachable']);
});

test('retries alone fail nothing', () => {
  expect(judged({ kinds: { retry: kind(3) } })).toMatchObject({ failed: [], findings: [] });
});

test('a connect for each environment is sound, more are churn, and one for each request is said to be', () => {
  expect(judged({ kinds: { connected: kind(12) } })).toMatchObject({
    failed: ['lambda-connects-per-environment'],
    findings: ['lambda-connection-churn'],
  });
  const logs = soundLogs({ kinds: { connected: kind(100) } });
  const [finding] = addLambda(soundResult(), soundLambda({ logs })).findings;
  expect(finding).toMatchObject({ id: 'lambda-connection-churn', confidence: 'high' });
  expect(finding?.sentence).toContain('a connection for each request: it connected 100 times in 100 invocations');
});

test('POOL_SIZE is how many connections an environment may open', () => {
  const settings = { POOL_SIZE: '3' };
  expect(judged({ kinds: { connected: kind(12) } }, { settings }).failed).toEqual([]);
  expect(judged({ kinds: { connected: kind(13) } }, { settings }).failed).toEqual(['lambda-connects-per-environment']);
});

test('misses by the log are judged by the limit that the run has for Redis', () => {
  const rules = [soundRule(), { ...MISSES, limit: 'value<=0.05' }];
  expect(judged({}, { rules }).failed).toEqual(['lambda-log-miss-share']);
  expect(judged({}, { rules: [soundRule()] }).rules.map(({ id }) => id)).not.toContain('lambda-log-miss-share');
});

test('a log that tells of no hits and no connects is no reason not to judge a run', () => {
  const { verdict, unjudged } = judged({ kinds: {}, hitShare: null }, { rules: [soundRule(), MISSES] });
  expect(verdict.status).toBe('healthy');
  expect(unjudged).toEqual(['lambda-connects-per-environment', 'lambda-log-miss-share']);
});

test.each([
  ['could not be read', soundLambda({ unread: { logs: 'the permission is missing' } }), 'the permission is missing'],
  [
    'has no line',
    soundLambda({ logs: soundLogs({ lines: 0, isComplete: false, kinds: {}, hitShare: null }) }),
    'the log group /aws/lambda/api has no line of this run',
  ],
  [
    'was not whole',
    soundLambda({ logs: soundLogs({ isComplete: false, waitedMs: 60_300 }) }),
    '500 lines were read, and 60 s after the load there were still more',
  ],
])('a log that %s is not judged, and the verdict says why', (what, lambda, why) => {
  const { logs, ...others } = lambda;
  const report = what === 'could not be read' ? others : lambda;
  const { verdict, rules } = addLambda(soundResult(), report);
  expect(verdict.status).toBe('not-judged');
  expect(verdict.sentence).toContain(why);
  const required = rules.filter(({ id, required }) => id.startsWith('lambda-') && required);
  expect(required.map(({ status }) => status)).toEqual(['not-judged', 'not-judged', 'not-judged', 'not-judged']);
});

test('what failed in a part of the log has failed', () => {
  expect(judged({ isComplete: false, kinds: { 'connection-failed': kind(1) } }).failed).toEqual([
    'lambda-log-connection-failures',
  ]);
});

test('a load that was cut short stays so, whatever its log has', () => {
  const endedEarly = 'interrupted after 2 s of 30 s';
  const cut = { endedEarly, rules: [soundRule(), soundRule({ id: 'checks', status: 'not-judged' })] };
  expect(judged({}, cut).verdict).toEqual({ status: 'not-judged', sentence: endedEarly });
  expect(judged({ timedOut: 1 }, cut).verdict.sentence).toBe(`1 of 9 rules failed; ${endedEarly}`);
});

test('a load that was never measured gets no rules', () => {
  const result = soundResult({ rules: [], verdict: { status: 'not-judged', sentence: 'nothing' } });
  expect(addLambda(result, soundLambda())).toEqual({ ...result, lambda: soundLambda() });
});

test('a cause that the load itself shows stays, and one that the log explains goes', () => {
  const found = (id: string) => ({ id, sentence: id, evidence: [], next: '', confidence: 'medium' as const });
  const result = {
    rules: [soundRule({ status: 'fail' as const })],
    findings: ['cache-stampede', 'api-errors', 'unexplained'].map(found),
  };
  expect(judged({ kinds: { 'connection-failed': kind(1) } }, result).findings).toEqual([
    'lambda-redis-unreachable',
    'cache-stampede',
  ]);
});
