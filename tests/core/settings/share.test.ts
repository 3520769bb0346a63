import { expect, test } from 'vitest';
import { parseLoadSettings } from '../../../src/core/settings/parse-load-settings.ts';
import { parseShare, segmentOf, shareByPlace, whyNotShared } from '../../../src/core/settings/share.ts';
import { stripeOf } from '../../../src/core/workload/execution-segment.ts';

test.each([
  ['2/4', { number: 2, of: 4 }],
  ['1/1', { number: 1, of: 1 }],
  ['0/4', undefined],
  ['5/4', undefined],
  ['1/1001', undefined],
  ['2', undefined],
  ['-1/4', undefined],
])('parseShare(%j)', (text, share) => {
  expect(parseShare(text)).toEqual(share);
});

/** What Kubernetes sets in every pod. */
function inPod(HOSTNAME: string) {
  return { HOSTNAME, KUBERNETES_SERVICE_HOST: '10.96.0.1' };
}

test.each([
  ['the index of a job, which counts from 0', { JOB_COMPLETION_INDEX: '0', HOSTNAME: 'load-0' }, { number: 1, of: 4 }],
  ['the name of a pod of the operator, which counts from 1', inPod('poolproof-load-4'), { number: 4, of: 4 }],
  ['the name of a pod beyond the shares', inPod('poolproof-load-5'), undefined],
  ['the name of a machine that is no pod', { HOSTNAME: 'ip-10-0-0-2' }, undefined],
  ['an index beyond the shares', { JOB_COMPLETION_INDEX: '4' }, undefined],
  ['another machine', { HOSTNAME: 'build-x7' }, undefined],
  ['nothing', {}, undefined],
])('shareByPlace() by %s', (_what, env, share) => {
  expect(shareByPlace(4, env)).toEqual(share);
});

test('the segments of all shares are the whole run', () => {
  const numbers = [1, 2, 3].flatMap((number) => {
    const { executionSegment, executionSegmentSequence } = segmentOf({ number, of: 3 });
    return stripeOf(executionSegment, executionSegmentSequence).numbers;
  });
  expect(numbers.sort()).toEqual([0, 1, 2]);
});

test.each([
  [{ SHARE: '2/4', SHARES: '3' }, 'SHARE="2/4" is not allowed: SHARES=3 says that there are 3; unset one'],
  [{ SHARES: '4' }, 'SHARES=4 does not say which share this process has: add SHARE=1/4'],
  [{ SHARE: '1/4', K6_EXECUTION_SEGMENT: '0:1/4' }, 'K6_EXECUTION_SEGMENT is not allowed beside SHARE and SHARES'],
  [{ SHARE: '4/2' }, 'SHARE="4/2" is not allowed: give the number'],
  [{ RATE: '10001' }, 'RATE="10001" is not allowed: give a whole number'],
  [{ RATE: '20001', SHARE: '1/2' }, 'RATE="20001" is not allowed: give a whole number'],
])('%j is refused in one line', (env, line) => {
  const { problems } = parseLoadSettings(env);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(line);
});

test('processes that share a load may send more together than one can', () => {
  const { values, problems } = parseLoadSettings({ RATE: '100000', SHARES: '10', ...inPod('load-10') });
  expect(problems).toEqual([]);
  expect(values.share).toEqual({ number: 10, of: 10 });
});

test.each([
  [{ SHARES: '4' }, 0, ['SHARES=4 does not say which share']],
  [{ SHARES: '4' }, 2, []],
  [{ SHARES: '4', HOSTNAME: 'ip-10-0-0-2' }, 2, []],
  [{ SHARES: '4', ...inPod('load-5') }, 2, ['SHARES=4 does not say which share']],
  [{ SHARES: '4', JOB_COMPLETION_INDEX: '4' }, 2, ['SHARES=4 does not say which share']],
  [{ SHARES: 'auto' }, 0, ['SHARES=auto is not allowed: only the command starts']],
  [{ SHARES: 'auto', RATE: '20000' }, 2, []],
  [{ SHARES: 'auto', RATE: '20001' }, 2, ['RATE="20001" is not allowed']],
  [{ SHARES: '3', RATE: '30000' }, 2, []],
  [{ SHARES: 'auto', K6_EXECUTION_SEGMENT: '0:1/2' }, 2, ['K6_EXECUTION_SEGMENT is not allowed beside']],
])('%j, where the caller may start processes on %d cores', (env, cores, lines) => {
  const { values, problems } = parseLoadSettings(env, {}, cores);
  expect(problems).toEqual(lines.map((line) => expect.stringContaining(line)));
  expect(values.share).toBeNull();
});

test('whyNotShared() tells profiles that only one process can run', () => {
  expect(whyNotShared('failover', { needs: ['redis-control'] })).toContain('takes Redis away');
  expect(whyNotShared('breakpoint', { stops: [{}] })).toContain('ends when it finds an edge');
  expect(whyNotShared('load', {})).toBeUndefined();
});
