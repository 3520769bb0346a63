import { type Checkers, check } from 'k6';
import exec from 'k6/execution';
import { tagsOfStatus } from '../../core/evidence/answer-status.ts';
import { isTooLarge, type TextResponse } from './http-requests.ts';
import { loadMetrics as metrics } from './load-metrics.ts';

const NO_SOCKET = /too many open files|cannot assign requested address/;

/** Whether the content of an answer is right: a value for each check. */
export type Contents = Readonly<Record<string, boolean>>;

/** Tells of an answer whether its status was expected, and of the last of an iteration whether its content is right. */
export function judgeStatus(
  response: TextResponse,
  expect: readonly number[],
  contents: Contents | undefined,
): boolean {
  const { status } = response;
  const isExpected = expect.includes(status);
  // Values and not functions, which k6 takes as well and its types do not know: calling back from k6 costs more than both.
  const checks = { [statusCheckOf(expect)]: isExpected, ...contents } as unknown as Checkers<TextResponse>;
  check(response, checks);
  if (isTooLarge(response)) metrics.answers_too_large.add(1);
  if (isExpected) return true;
  if (status === 0 && NO_SOCKET.test(response.error)) metrics.generator_out_of_sockets.add(1);
  metrics.api_failed_at.add(exec.instance.currentTestRunDuration);
  if (status !== 0) metrics.unexpected_status.add(status, tagsOfStatus(status));
  return false;
}

/** The name of the check that the status is one of those expected. */
function statusCheckOf(expect: readonly number[]): string {
  return `status is ${expect.join(' or ')}`;
}
