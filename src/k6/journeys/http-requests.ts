import http, { type RefinedResponse } from 'k6/http';
import { CUT_AT_MAX_BODY } from '../../core/evidence/answer-status.ts';
import { maskUrl } from '../../core/text/mask-url.ts';
import { requestSettings } from '../setup/settings.ts';

export type TextResponse = RefinedResponse<'text'>;

// Any status but 200 is a failure, where a journey says nothing else.
http.setResponseCallback(http.expectedStatuses(200));

const { baseUrl, headers, requestTimeoutMs, mostBodyBytes } = requestSettings;

/**
 * What each request is sent with. `name` groups URLs that differ by a key, as k6 advises. Redirects are answers like any
 * other: they may lead to a host that you never named.
 */
export function paramsFor(name: string, tags: Readonly<Record<string, string>> = {}) {
  return { headers, timeout: requestTimeoutMs, redirects: 0, tags: { name: shownUrl(name), ...tags } };
}

/** The address of a path of the API as it may be printed and written to tags. */
export function shownUrl(path: string): string {
  return maskUrl(`${baseUrl}${path}`);
}

/** Whether a body is larger than MAX_BODY; characters stand for bytes, of which there are never fewer. */
export function isTooLarge({ body, error_code: code }: TextResponse): boolean {
  // An answer without a body has null for it, which its type does not say.
  return code === CUT_AT_MAX_BODY || ((body as string | null)?.length ?? 0) > mostBodyBytes;
}
