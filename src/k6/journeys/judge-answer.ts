import { type Checkers, check } from 'k6';
import loadTellOfAnswer from 'lazy/tell-of-answer';
import type { Expected } from '../lazy/request-params.ts';
import { isTooLarge, type TextResponse } from './http-requests.ts';
import { isTrue, type Kind } from './kind.ts';

// Loaded by the VUs that have something to tell.
let tellOfAnswer: ReturnType<typeof loadTellOfAnswer>['tellOfAnswer'] | undefined;

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
    const { checks, ask } = kind;
    // An iterator makes three objects for each item.
    for (let at = 0; at < checks.length; at += 1) {
      const { name, test } = checks[at] as Kind['checks'][number];
      results[name] = isReadable && isTrue(test, response, ask);
      isRight &&= results[name];
    }
  }
  // Values and not functions, which k6 takes as well and its types do not know: calling back from k6 costs more than both.
  check(response, results as unknown as Checkers<TextResponse>);
  if (!isExpected || !isRight || isLarge) {
    tellOfAnswer ??= loadTellOfAnswer().tellOfAnswer;
    tellOfAnswer(response, { isExpected, isLarge, kind });
  }
  return isExpected;
}
