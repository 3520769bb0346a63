import { expect, test } from 'vitest';
import { EnvironmentsSeen } from '../../../src/core/lambda/environments-seen.ts';
import { type ColdBy, lambdaColdStart } from '../../../src/core/lambda/lambda-cold-start.ts';
import type { LambdaLogs } from '../../../src/core/lambda/lambda-logs.ts';
import { parsePlatformLine } from '../../../src/core/lambda/platform-line.ts';
import { addLambda } from '../../../src/core/result/add-lambda.ts';
import { soundResult, soundRule } from '../../helpers/sound-result.ts';
import { soundLambda, soundLogs } from './lambda-report-of.ts';

const REPORT = 'REPORT RequestId: 1\tDuration: 5.00 ms\t';
const FIRST = `${REPORT}Init Duration: 300.00 ms\t`;
const stream = (id: string, version = '$LATEST') => `2026/11/28/[${version}]${id}`;

/** The load goes from second 0 to 30. */
function seen(lines: readonly (readonly [seconds: number, stream: string, message: string])[]) {
  const environments = new EnvironmentsSeen({ startMs: 0, endMs: 30_000 });
  for (const [seconds, name, message] of lines) {
    const platform = parsePlatformLine(message);
    if (platform !== undefined) environments.add(name, seconds * 1_000, platform);
  }
  return environments.byVersion();
}

test('an environment is new by its start, its Init Duration or its restore; lines come in any order', () => {
  expect(
    seen([
      [2, stream('a'), REPORT],
      [1, stream('a'), FIRST],
      [0, stream('b'), 'INIT_START Runtime Version: nodejs:22.v1'],
      [1, stream('b'), REPORT],
      [1, stream('c'), `${REPORT}Restore Duration: 90.00 ms\t`],
      [1, stream('d'), 'RESTORE_START Runtime Version: java:21.v1'],
      [1, stream('d'), REPORT],
      [1, stream('e'), '{"type":"platform.initStart","record":{}}'],
      [1, stream('e'), '{"type":"platform.report","record":{"metrics":{"durationMs":5}}}'],
      [3, stream('old'), REPORT],
    ]),
  ).toEqual({ $LATEST: { environments: 6, newEnvironments: 5 } });
});

test('who answered before the load, or nothing at all, does not count; versions are told apart', () => {
  expect(
    seen([
      [-3, stream('before'), REPORT],
      [31, stream('after'), FIRST],
      [1, stream('never'), 'INIT_START Runtime Version: nodejs:22.v1'],
      [1, stream('a', '7'), REPORT],
      [1, '2026/11/28/staging-lego-api[8]ab', FIRST],
      [1, 'of-my-own', FIRST],
    ]),
  ).toEqual({
    7: { environments: 1, newEnvironments: 0 },
    8: { environments: 1, newEnvironments: 1 },
    unknown: { environments: 1, newEnvironments: 1 },
  });
});

const SEEN = (environments: number, newEnvironments: number) => ({ environments, newEnvironments });

test.each<[ColdBy, LambdaLogs['versions'], string | undefined]>([
  ['environment', { $LATEST: SEEN(4, 4) }, undefined],
  ['concurrency', { 7: SEEN(4, 4) }, undefined],
  ['environment', { unknown: SEEN(4, 4) }, undefined],
  ['environment', {}, 'the log group /aws/lambda/api has no REPORT line of the load'],
  ['command', { $LATEST: SEEN(4, 0) }, 'no environment was new'],
  ['concurrency', { $LATEST: SEEN(4, 3) }, '1 of the 4 environments that answered were there before'],
  // As many as a burst takes beside those that were there.
  ['environment', { 7: SEEN(4, 4) }, 'version 7 answered, and a changed variable makes environments of $LATEST new'],
  ['environment', { 7: SEEN(1, 0), $LATEST: SEEN(4, 4) }, 'version 7 answered'],
])('by %s, %o: %s', (by, versions, notCold) => {
  const found = lambdaColdStart(by, soundLogs({ versions }));
  expect(found.by).toBe(by);
  if (notCold === undefined) expect(found).not.toHaveProperty('notCold');
  else expect(found.notCold).toContain(notCold);
});

const RULES = [
  soundRule({ id: 'cold-latency-p95', scenario: 'cold' }),
  soundRule({ id: 'scenario-latency-p95', scenario: 'warm' }),
];

test('a cold start is a rule, and first requests are judged by it', () => {
  const coldStart = lambdaColdStart('environment', soundLogs());
  const { rules, verdict } = addLambda(soundResult({ rules: RULES }), soundLambda({ coldStart }));
  expect(rules.find(({ id }) => id === 'lambda-new-environments')).toMatchObject({ status: 'pass', samples: 4 });
  expect(verdict.status).toBe('healthy');
});

test.each(['pass', 'fail'] as const)(
  'without one, a %s of the first requests counts for nothing, and the warm phase is judged',
  (status) => {
    const logs = soundLogs({ versions: { $LATEST: SEEN(4, 0) } });
    const coldStart = lambdaColdStart('environment', logs);
    const [cold, warm] = RULES.map((rule) => ({ ...rule, status }));
    const result = soundResult({ rules: [cold, { ...warm, status: 'pass' }] as typeof RULES });
    const { rules, verdict } = addLambda(result, soundLambda({ logs, coldStart }));
    expect(rules.slice(0, 3).map(({ id, status }) => `${id}: ${status}`)).toEqual([
      'cold-latency-p95: not-judged',
      'scenario-latency-p95: pass',
      'lambda-new-environments: not-judged',
    ]);
    expect(verdict.status).toBe('not-judged');
    expect(verdict.sentence).toContain('no environment was new');
  },
);

test('a log that could not be read leaves it open whether there was one', () => {
  const { logs: _logs, ...facts } = soundLambda();
  const unread = { logs: 'the log is gone', coldStart: 'the log is gone' };
  const { rules, verdict } = addLambda(soundResult({ rules: RULES }), { ...facts, unread });
  expect(rules.slice(0, 3).map(({ status }) => status)).toEqual(['not-judged', 'pass', 'not-judged']);
  expect(verdict.status).toBe('not-judged');
});
