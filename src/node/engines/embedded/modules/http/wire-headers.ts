import type { CookieJar } from './cookie-jar.ts';
import type { GoUrl } from './go-url.ts';
import { isHeaderValue, isToken } from './header-names.ts';
import type { ParsedRequest, RequestCookie } from './parse-request.ts';
import { KnownRequestError } from './request-error.ts';

// What Go takes from elsewhere than the header map, and hop-by-hop headers that are the connection's business.
const NOT_SENT = new Set(['Host', 'User-Agent', 'Content-Length', 'Transfer-Encoding', 'Trailer', 'Keep-Alive']);

/**
 * Lists the headers in Go's order: host, user agent, the others by name.
 *
 * Differs from k6: undici writes `host` in lower case, adds `connection: keep-alive`, and puts `content-length` last.
 * @throws {KnownRequestError} When one may not go on the wire.
 */
export function wireHeaders(headers: Readonly<Record<string, string>>, url: GoUrl): string[] {
  const wire = ['Host', headers.Host ?? url.host];
  const userAgent = headers['User-Agent'];
  if (userAgent !== undefined && userAgent !== '') wire.push('User-Agent', userAgent);
  const names = Object.keys(headers);
  if (names.length > 1) names.sort();
  for (const name of names) {
    const value = headers[name] ?? '';
    if (!isToken(name)) throw new KnownRequestError(`net/http: invalid header field name "${name}"`, 1000);
    if (!isHeaderValue(value)) throw new KnownRequestError(`net/http: invalid header field value for "${name}"`, 1000);
    if (!NOT_SENT.has(name)) wire.push(name, toWire(value));
  }
  if (url.userInfo !== undefined && headers.Authorization === undefined) {
    wire.push('Authorization', basicAuthorization(url.userInfo));
  }
  return wire;
}

/** The value of `Cookie` for a request: what the header has already, the cookies of the params, those of the jar. */
export function cookieHeader(
  present: string | undefined,
  cookies: readonly RequestCookie[],
  jar: CookieJar,
  url: GoUrl,
): string | undefined {
  if (cookies.length === 0 && jar.isEmpty) return present;
  const pairs = present === undefined ? [] : [present];
  for (const { name, value } of cookies) pairs.push(`${name}=${quoteCookieValue(value)}`);
  const replaced = new Set(cookies.filter(({ replace }) => replace).map(({ name }) => name));
  for (const { name, value } of jar.matching(url)) {
    if (!replaced.has(name)) pairs.push(`${name}=${quoteCookieValue(value)}`);
  }
  return pairs.length === 0 ? undefined : pairs.join('; ');
}

/** Refuses what Go's transport refuses before it connects. @throws {KnownRequestError} */
export function assertSendable(method: string, url: GoUrl): void {
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    throw new KnownRequestError(`unsupported protocol scheme "${url.scheme}"`, 1000);
  }
  if (method !== '' && !isToken(method)) throw new KnownRequestError(`net/http: invalid method "${method}"`, 1000);
  if (url.host === '') throw new KnownRequestError('http: no Host in request URL', 1000);
}

/** Whether Go's transport would send the request a second time when its connection turns out to be dead. */
export function isReplayable(method: string, headers: ParsedRequest['headers']): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE' || method === '') return true;
  return headers['Idempotency-Key'] !== undefined || headers['X-Idempotency-Key'] !== undefined;
}

function basicAuthorization(userInfo: string): string {
  const colon = userInfo.indexOf(':');
  const user = decodeURIComponent(colon === -1 ? userInfo : userInfo.slice(0, colon));
  const password = colon === -1 ? '' : decodeURIComponent(userInfo.slice(colon + 1));
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function quoteCookieValue(value: string): string {
  const clean = value.replace(/[^\x20-\x7e]|["\\;]/g, '');
  return /[ ,]/.test(clean) ? `"${clean}"` : clean;
}

// undici writes Latin-1; Go writes the UTF-8 bytes.
function toWire(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : Buffer.from(value).toString('latin1');
}
