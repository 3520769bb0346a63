import { expect, test } from 'vitest';
import { buildResult, type RunFacts } from '../../../src/core/result/result.ts';
import { soundResult } from '../../helpers/sound-result.ts';

const REPORT = soundResult();
const { profile, engine, engineExitCode, startedAt, finishedAt, localStack, environment, series } = REPORT;
const FACTS: RunFacts = { profile, engine, engineExitCode, startedAt, finishedAt, localStack, environment, series };
const failed = { status: 'unhealthy', sentence: '1 of 22 rules failed' } as const;
const stoppedEarly = 'stopped early: after 6.0 of 30 s';

test('buildResult() has the verdict say that the load was stopped early, whatever it is', () => {
  const built = (status: 'unhealthy' | 'not-judged') =>
    buildResult(FACTS, { ...REPORT, verdict: { ...failed, status }, stoppedEarly });
  expect(built('unhealthy').verdict.sentence).toBe(`1 of 22 rules failed; ${stoppedEarly}`);
  expect(built('not-judged').verdict.sentence).toBe(`1 of 22 rules failed; ${stoppedEarly}`);
  expect(built('unhealthy').stoppedEarly).toBe(stoppedEarly);
});

test('a run that was interrupted was not stopped by the rule that was lost by then', () => {
  const endedEarly = 'interrupted after 6.1 of 30 s';
  const result = buildResult({ ...FACTS, endedEarly }, { ...REPORT, verdict: failed, stoppedEarly });
  expect(result.verdict.sentence).toBe(`1 of 22 rules failed; ${endedEarly}`);
  expect(result).not.toHaveProperty('stoppedEarly');
});
