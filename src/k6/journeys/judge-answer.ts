import { type Checkers, check } from 'k6';
import exec from 'k6/execution';
import { tagsOfStatus } from '../../core/evidence/answer-status.ts';
import type { Ask, Expected, JourneyRequest } from './ask.ts';
import { isTooLarge, type TextResponse } from './http-requests.ts';
import { loadMetrics as metrics } from './load-metrics.ts';

type Check = NonNullable<JourneyRequest['check']>[string];

/** A request of the journey, and what a VU keeps for it. */
export interface Kind {
  readonly request: JourneyRequest;
  readonly ask: Ask;
  readonly checks: readonly { readonly name: string; readonly test: Check }[];
}

/**
 * Tells of an answer whether its status was expected, and of the one that `send` returned whether its content is right.
 *
 * @param kind whose content it is to be; undefined where none is looked for
 * @returns whether the status was expected
 */
export function judge(response: TextResponse, expected: Expected, kind: Kind | undefined): boolean {
  const { status } = response;
  const isExpected = expected.statuses.includes(status);
  // The body is another copy of its text each time that it is read.
  const isLarge = isTooLarge(response);
  const results: Record<string, boolean> = { [expected.check]: isExpected };
  let isRight = true;
  if (kind !== undefined) {
    const isReadable = status !== 0 && !isLarge;
    for (const { name, test } of kind.checks) {
      results[name] = isReadable && isTrue(test, response, kind.ask);
      isRight &&= results[name];
    }
  }
  // Values and not functions, which k6 takes as well and its types do not know: calling back from k6 costs more than both.
  check(response, results as unknown as Checkers<TextResponse>);
  if (isLarge) metrics.answers_too_large.add(1);
  if (!isExpected) tellFailure(response);
  else if (kind !== undefined && !isRight && !isLarge) tellWrong(response, kind);
  return isExpected;
}

function tellFailure({ status, error }: TextResponse): void {
  if (status === 0 && /too many open files|cannot assign requested address/.test(error))
    metrics.generator_out_of_sockets.add(1);
  metrics.api_failed_at.add(exec.instance.currentTestRunDuration);
  if (status !== 0) metrics.unexpected_status.add(status, tagsOfStatus(status));
}

function tellWrong(response: TextResponse, { request: { isOfAnother }, ask }: Kind): void {
  if (isOfAnother === undefined) metrics.wrong_contents.add(1, { of: 'one' });
  else metrics.wrong_contents.add(1, { of: 'several', was: isTrue(isOfAnother, response, ask) ? 'another' : 'none' });
}

/** What an answer does not even have is not right: a check that throws has failed. */
function isTrue(test: Check, response: TextResponse, ask: Ask): boolean {
  try {
    return Boolean(test(response, ask));
  } catch {
    return false;
  }
}
