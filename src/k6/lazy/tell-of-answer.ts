import exec from 'k6/execution';
import { tagsOfStatus } from '../../core/evidence/answer-status.ts';
import type { TextResponse } from '../journeys/http-requests.ts';
import { isTrue, type Kind } from '../journeys/kind.ts';
import { loadMetrics as metrics } from '../journeys/load-metrics.ts';

/** What was found of an answer. */
interface Judged {
  readonly isExpected: boolean;
  readonly isLarge: boolean;
  /** Whose content it was to be. */
  readonly kind: Kind | undefined;
}

/** Tells what is wrong with an answer: too large, a status that was not expected, or a content that is not right. */
export function tellOfAnswer(response: TextResponse, { isExpected, isLarge, kind }: Judged): void {
  if (isLarge) metrics.answers_too_large(1);
  if (!isExpected) tellFailure(response);
  else if (kind !== undefined && !isLarge) tellWrong(response, kind);
}

function tellFailure({ status, error }: TextResponse): void {
  if (status === 0 && /too many open files|cannot assign requested address/.test(error))
    metrics.generator_out_of_sockets(1);
  metrics.api_failed_at(exec.instance.currentTestRunDuration);
  if (status !== 0) metrics.unexpected_status(status, tagsOfStatus(status));
}

function tellWrong(response: TextResponse, { request: { isOfAnother }, ask }: Kind): void {
  if (isOfAnother === undefined) metrics.wrong_contents(1, { of: 'one' });
  else metrics.wrong_contents(1, { of: 'several', was: isTrue(isOfAnother, response, ask) ? 'another' : 'none' });
}
