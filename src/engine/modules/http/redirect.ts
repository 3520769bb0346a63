import { type GoUrl, resolveGoUrl } from './go-url.ts';
import { KnownRequestError } from './request-error.ts';

/** One hop of a request: the first one, or the one that a redirect asks for. */
export interface Hop {
  readonly method: string;
  readonly url: GoUrl;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

const BODY_HEADERS = ['Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Type'];
const SENSITIVE_HEADERS = ['Authorization', 'Www-Authenticate', 'Cookie2'];

/**
 * The next hop by the rules of Go's client, still without cookies; undefined when the response is no redirect.
 * @throws {KnownRequestError} When its Location is not a URL.
 */
export function nextHop(hop: Hop, first: Hop, status: number, location: string | undefined): Hop | undefined {
  const keepsMethod = status === 307 || status === 308;
  if (!keepsMethod && status !== 301 && status !== 302 && status !== 303) return undefined;
  if (location === undefined || location === '') return undefined;
  const url = resolve(hop.url, location);
  const isSafe = hop.method === 'GET' || hop.method === 'HEAD';
  const headers: Record<string, string> = { ...first.headers };
  delete headers.Cookie;
  const body = keepsMethod ? hop.body : undefined;
  if (body === undefined && first.body !== undefined) for (const name of BODY_HEADERS) delete headers[name];
  if (!isSameSite(first.url.hostname, url.hostname)) for (const name of SENSITIVE_HEADERS) delete headers[name];
  // A Host header of the script holds for its own host only.
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(location)) delete headers.Host;
  const referer = refererOf(hop.url, url);
  if (referer !== '') headers.Referer ??= referer;
  return { method: keepsMethod || isSafe ? hop.method : 'GET', url, headers, body };
}

function resolve(base: GoUrl, location: string): GoUrl {
  try {
    return resolveGoUrl(base, location);
  } catch (error) {
    throw new KnownRequestError(`failed to parse Location header "${location}": ${(error as Error).message}`, 1000);
  }
}

function refererOf(from: GoUrl, to: GoUrl): string {
  if (from.scheme === 'https' && to.scheme === 'http') return '';
  return from.userInfo === undefined ? from.href : from.href.replace(`${from.userInfo}@`, '');
}

function isSameSite(first: string, next: string): boolean {
  return next === first || next.endsWith(`.${first}`);
}
