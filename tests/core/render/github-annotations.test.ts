import { expect, test } from 'vitest';
import { githubAnnotations } from '../../../src/core/render/github-annotations.ts';
import { soundResult, soundRule } from '../../helpers/sound-result.ts';

test('an error for what failed, a warning for what the run needed and nobody judged, nothing else', () => {
  const rules = [
    soundRule(),
    soundRule({ id: 'latency-p95:all_flags', scenario: 'all_flags', status: 'fail', actual: 80 }),
    soundRule({ id: 'checks', title: 'share of checks', status: 'not-judged', actual: null, samples: 0 }),
    soundRule({ id: 'redis-reuse', status: 'not-judged', required: false }),
  ];
  expect(githubAnnotations(soundResult({ rules }))).toEqual([
    '::error title=poolproof load%3A latency-p95%3Aall_flags::95th percentile of answered requests of all_flags: measured 80.0 ms, limit < 50 ms, 100 of 90 samples needed',
    '::warning title=poolproof load%3A checks::not judged: share of checks: nothing measured, limit < 50 ms, 0 of 90 samples needed',
  ]);
});

test('the cause comes first, an error where the run was unhealthy', () => {
  const findings = [{ id: 'leak', sentence: 'It leaks', evidence: [], next: 'Mend it.', confidence: 'low' }] as const;
  const rules = [soundRule({ status: 'fail', actual: 80 })];
  const unhealthy = soundResult({ rules, findings, verdict: { status: 'unhealthy', sentence: '1 of 1 rule failed' } });
  const cause = 'poolproof load%3A leak::It leaks (confidence: low). Next: Mend it.';
  expect(githubAnnotations(unhealthy)[0]).toBe(`::error title=${cause}`);
  expect(githubAnnotations(unhealthy)).toHaveLength(2);
  const open = soundResult({ rules: [], findings, verdict: { status: 'not-judged', sentence: 'nothing' } });
  expect(githubAnnotations(open)).toEqual([
    '::error title=poolproof load::not judged: nothing',
    `::warning title=${cause}`,
  ]);
});

test('of a run that was cut short only the cut is told: a cause would be a guess', () => {
  const findings = [{ id: 'leak', sentence: 'It leaks', evidence: [], next: 'Mend it.', confidence: 'low' }] as const;
  const rules = [soundRule({ status: 'not-judged', actual: null, samples: 0 })];
  const endedEarly = 'the run was stopped after 3 s of 10 s';
  const verdict = { status: 'not-judged', sentence: endedEarly } as const;
  expect(githubAnnotations(soundResult({ rules, findings, verdict, endedEarly }))).toEqual([
    `::warning title=poolproof load::not judged: ${endedEarly}`,
  ]);
});

test('a value cannot begin a command of its own', () => {
  const evil = '50 %, a: b\r\n::set-env name=X::y';
  const [line] = githubAnnotations(soundResult({ rules: [soundRule({ id: evil, title: evil, status: 'fail' })] }));
  expect(line).not.toMatch(/[\r\n]/);
  expect(line).toContain(
    'title=poolproof load%3A 50 %25%2C a%3A b%0D%0A%3A%3Aset-env name=X%3A%3Ay::50 %25, a: b%0D%0A',
  );
});

test('a run that nobody judged is an error', () => {
  const result = soundResult({ rules: [], verdict: { status: 'not-judged', sentence: 'the engine ended' } });
  expect(githubAnnotations(result)).toEqual(['::error title=poolproof load::not judged: the engine ended']);
});
