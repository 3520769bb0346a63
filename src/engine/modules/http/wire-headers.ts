import type { CookieJar } from './cookie-jar.ts';
import type { GoUrl } from './go-url.ts';
import { isHeaderValue, isToken } from './header-names.ts';
import type { ParsedRequest, RequestCookie } from './parse-request.ts';
import type { Hop } from './redirect.ts';
import { KnownRequestError } from './request-error.ts';

// What Go takes from elsewhere than the header map, and hop-by-hop headers that are the connection's business.
const NOT_SENT = new Set(['Host', 'User-Agent', 'Content-Length', 'Transfer-Encoding', 'Trailer']);
// Go says of them that there is no body.
const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH']);
// Of all others Go sends a body that turns out to be empty in chunks, of which there is none.
const BODILESS_METHODS = new Set(['', 'GET', 'HEAD', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH']);
const NO_CHUNKS = '0\r\n\r\n';

/** A head that was made, and what it was made of. */
interface MadeHead {
  readonly head: string;
  readonly hop: Hop;
  readonly close: boolean;
}

const MOST_HEADS = 1_000;
const made = new Map<GoUrl, MadeHead>();

/**
 * The head of a request as Go's client writes it, each character a byte: host, user agent, what tells of the body, the
 * others by name. An empty body that is sent in chunks comes with it. Requests without a body repeat: what was made last
 * for their URL is good as long as their headers are the same.
 * @throws {KnownRequestError} When it may not go on the wire.
 */
export function requestHead(hop: Hop, close: boolean): string {
  const last = made.get(hop.url);
  if (last !== undefined && last.close === close && isSameHead(last.hop, hop)) return last.head;
  const head = makeHead(hop, close);
  if (made.size >= MOST_HEADS) made.clear();
  if (hop.body === undefined) made.set(hop.url, { head, hop, close });
  return head;
}

function isSameHead(last: Hop, hop: Hop): boolean {
  if (last.method !== hop.method || hop.body !== undefined) return false;
  let missing = 0;
  for (const name in last.headers) {
    if (last.headers[name] !== hop.headers[name]) return false;
    missing++;
  }
  for (const _name in hop.headers) missing--;
  return missing === 0;
}

function makeHead({ method, url, headers, body }: Hop, close: boolean): string {
  assertSendable(method, url);
  let head = `${method === '' ? 'GET' : method} ${url.requestPath} HTTP/1.1\r\nHost: ${toWire(headers.Host ?? url.host)}\r\n`;
  const userAgent = headers['User-Agent'];
  if (userAgent !== undefined && userAgent !== '') head += `User-Agent: ${toWire(userAgent)}\r\n`;
  const length = body?.length ?? 0;
  const isInChunks = length === 0 && body !== undefined && !BODILESS_METHODS.has(method);
  if (isInChunks) head += 'Transfer-Encoding: chunked\r\n';
  else if (length > 0 || BODY_METHODS.has(method)) head += `Content-Length: ${length}\r\n`;
  const names = Object.keys(headers);
  // Sorting allocates: two names, as the usual request has, are sorted by hand.
  if (names.length > 2) names.sort();
  else if (names.length === 2 && (names[0] ?? '') > (names[1] ?? '')) names.reverse();
  for (const name of names) {
    const value = headers[name] ?? '';
    if (!isToken(name)) throw new KnownRequestError(`net/http: invalid header field name "${name}"`, 1000);
    if (!isHeaderValue(value)) throw new KnownRequestError(`net/http: invalid header field value for "${name}"`, 1000);
    if (!NOT_SENT.has(name)) head += `${name}: ${toWire(value)}\r\n`;
  }
  if (url.userInfo !== undefined && headers.Authorization === undefined) {
    head += `Authorization: ${basicAuthorization(url.userInfo)}\r\n`;
  }
  if (close && headers.Connection === undefined) head += 'Connection: close\r\n';
  return isInChunks ? `${head}\r\n${NO_CHUNKS}` : `${head}\r\n`;
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
function assertSendable(method: string, url: GoUrl): void {
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

/** User and password of a URL as a header has them. */
export function basicAuthorization(userInfo: string): string {
  const colon = userInfo.indexOf(':');
  const user = decodeURIComponent(colon === -1 ? userInfo : userInfo.slice(0, colon));
  const password = colon === -1 ? '' : decodeURIComponent(userInfo.slice(colon + 1));
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function quoteCookieValue(value: string): string {
  const clean = value.replace(/[^\x20-\x7e]|["\\;]/g, '');
  return /[ ,]/.test(clean) ? `"${clean}"` : clean;
}

// The head is written as Latin-1; Go writes the UTF-8 bytes.
function toWire(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : Buffer.from(value).toString('latin1');
}
