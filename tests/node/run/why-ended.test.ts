import { expect, test } from 'vitest';
import { buildResult } from '../../../src/core/result/result.ts';
import { renderHtml } from '../../../src/node/html-page/render-html.ts';
import { errorOf, whyEnded } from '../../../src/node/run/why-ended.ts';
import { soundResult } from '../../helpers/sound-result.ts';

const FAR = { elapsedMs: 6_812, plannedMs: 20_000 };

test.each([
  [0, undefined, FAR, undefined],
  [99, undefined, FAR, undefined],
  [105, undefined, FAR, 'interrupted after 6.8 of 20 s'],
  [130, undefined, null, 'interrupted before the load began'],
  [105, undefined, { elapsedMs: 192_400, plannedMs: 1_800_000 }, 'interrupted after 3m12s of 30m'],
  [108, 'Cannot find flags', null, 'Cannot find flags'],
  [107, 'TypeError: x is undefined', FAR, 'TypeError: x is undefined (after 6.8 of 20 s)'],
  [
    137,
    undefined,
    FAR,
    'the engine was killed after 6.8 of 20 s, as the system does where memory runs out (exit code 137)',
  ],
  [255, undefined, null, 'the engine ended before the load began, with exit code 255'],
] as const)('a run with exit code %d and %s says why it ended', (engineExitCode, lastError, progress, why) => {
  expect(whyEnded({ engineExitCode, lastError, progress })).toBe(why);
});

test.each([
  ['level=error msg="test aborted: Cannot find flags: \\"x\\""', 'Cannot find flags: "x"'],
  ['level=error msg="TypeError: no\\n\\tat run (load.js:1:1)"', 'TypeError: no'],
  ['level=error msg="asked http://user:secret@h/x"', 'asked http://***@h/x'],
  ['level=error msg="thresholds on metrics \'x\' have been crossed"', undefined],
  ['level=warning msg="Request Failed"', undefined],
  ['level=warning msg="the API said level=error msg=nothing"', undefined],
])('%s has the error %s', (line, error) => {
  expect(errorOf(`time="2026-11-28T06:19:03Z" ${line}`)).toBe(error);
});

test('what failed before a run was cut short has failed, and all else is open for the cut', () => {
  const { schemaVersion: _version, verdict: _verdict, ...rest } = soundResult();
  const ended = (status: 'unhealthy' | 'not-judged') =>
    buildResult(
      { ...rest, engineExitCode: 105, endedEarly: 'interrupted after 6.8 of 20 s' },
      { ...rest, verdict: { status, sentence: '1 of 22 rules failed' } },
    );
  expect(ended('unhealthy').verdict.sentence).toBe('1 of 22 rules failed; interrupted after 6.8 of 20 s');
  const findings = [{ id: 'late', sentence: 'It is late', evidence: [], next: 'Look.', confidence: 'high' }] as const;
  expect(renderHtml({ ...ended('not-judged'), findings })).toContain('<h1>Interrupted after 6.8 of 20 s</h1>');
});
