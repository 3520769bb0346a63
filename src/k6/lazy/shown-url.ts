import type { RefinedResponse } from 'k6/http';
import { maskUrl } from '../../core/text/mask-url.ts';
import { requestSettings } from '../setup/settings.ts';

const LONGEST_LOCATION = 200;

/** The address of a path of the API as it may be printed. */
export function shownUrl(path: string): string {
  return requestSettings.shownUrls[path] ?? '';
}

/**
 * Where an answer sent us, and what to set instead of following it: the host that it names is one that nobody named. What
 * it says may be anything, so of signs only those of an address are shown, and no query, which may hold a token.
 */
export function redirection(response: RefinedResponse<'text'>, url: string, path: string): string {
  const [location = ''] = (response.headers.Location ?? '').split(/[?#]/);
  const shown = maskUrl(location)
    .replaceAll(/[^\x21-\x7e]/g, '?')
    .slice(0, LONGEST_LOCATION);
  const where = shown === '' ? 'without saying where to go' : `and sent us to ${shown}`;
  return `${url} answered ${response.status} ${where}. Redirects are not followed: set BASE_URL and ${path} to the address that answers directly`;
}
