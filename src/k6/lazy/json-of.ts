import { isTooLarge, type TextResponse } from '../journeys/http-requests.ts';

/** The body as JSON; undefined when it is none or too large, which is a failed check and no exception. */
export function jsonOf(response: TextResponse): unknown {
  // What there is of an answer that broke off is no answer either, and may be megabytes.
  if (response.status === 0 || isTooLarge(response)) return undefined;
  try {
    return response.json();
  } catch {
    return undefined;
  }
}
