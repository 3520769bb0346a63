import { maskUrl } from './mask-url.ts';

// Bounded, so that a long line costs no more than its length.
const URL_IN_TEXT = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'`<>\\]+/gi;
const PATH_WITH_QUERY = /\/[^\s"'`<>\\?]{0,500}\?[^\s"'`<>\\]+/g;

/** Any text with the URLs in it masked, and the queries of paths. */
export function maskUrlsIn(text: string): string {
  return text.replace(URL_IN_TEXT, maskUrl).replace(PATH_WITH_QUERY, maskUrl);
}
