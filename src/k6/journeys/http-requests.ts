import http, { type RefinedResponse } from 'k6/http';
import { CUT_AT_MAX_BODY } from '../../core/evidence/answer-status.ts';
import { requestSettings } from '../setup/settings.ts';

export type TextResponse = RefinedResponse<'text'>;

// Any status but 200 is a failure, where a journey says nothing else.
http.setResponseCallback(http.expectedStatuses(200));

const { mostBodyBytes } = requestSettings;

/** Whether a body is larger than MAX_BODY; characters stand for bytes, of which there are never fewer. */
export function isTooLarge({ body, error_code: code }: TextResponse): boolean {
  // An answer without a body has null for it, which its type does not say.
  return code === CUT_AT_MAX_BODY || ((body as string | null)?.length ?? 0) > mostBodyBytes;
}
