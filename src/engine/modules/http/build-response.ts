import { addToField, setField } from '../../../core/records/named-fields.ts';
import type { Exchange } from './exchange.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { Hop } from './redirect.ts';
import type { RequestError } from './request-error.ts';
import { Response, type ResponseCookie, type SentRequest } from './response.ts';
import { type Cookie, parseSetCookie } from './set-cookie.ts';
import type { Timings } from './timings.ts';

// What Go's zero time is in milliseconds after it has overflowed: k6 shows it for cookies without "expires".
const GO_ZERO_TIME_MS = -6795364578871;

/** What was asked for, and what was sent first. */
interface Asked {
  readonly request: ParsedRequest;
  readonly first: Hop;
}

interface Answer {
  readonly cookies: readonly Cookie[];
  readonly body: Response['body'];
  readonly timings: Timings;
}

interface Failure {
  readonly last: Hop;
  /** Undefined when nothing was sent. */
  readonly exchange: Exchange | undefined;
  readonly error: RequestError;
  readonly timings: Timings;
}

/** The response of a request that went well. */
export function buildResponse(
  { request, first }: Asked,
  exchange: Exchange,
  { cookies, body, timings }: Answer,
): Response {
  const response = new Response(request.refuse);
  const { connection } = exchange;
  const { status, statusLine } = exchange.response;
  response.remote_ip = connection.remoteIp;
  response.remote_port = connection.remotePort;
  response.url = exchange.request.url.href;
  response.status = status;
  response.status_text = statusLine;
  // Differs from k6: this engine does not speak HTTP/2.
  response.proto = exchange.response.protocol;
  response.headers = exchange.response.headers;
  for (const cookie of cookies) addToField(response.cookies, cookie.name, toResponseCookie(cookie));
  response.body = body;
  response.timings = timings;
  if (connection.tls !== undefined) {
    response.tls_version = connection.tls.version;
    response.tls_cipher_suite = connection.tls.cipherSuite;
    response.ocsp.status = 'unknown';
  }
  if (status >= 400) response.error_code = 1000 + status;
  response.request = describeRequest(request, first);
  return response;
}

/** The response of a request that failed: status 0, no headers. The caller sets the body. */
export function failedResponse({ request, first }: Asked, { last, exchange, error, timings }: Failure): Response {
  const response = new Response(request.refuse);
  response.url = last.url.href;
  response.error = error.message;
  response.error_code = error.code;
  response.timings = timings;
  if (exchange !== undefined && exchange.gotConnectionAt !== 0) {
    response.remote_ip = exchange.connection.remoteIp;
    response.remote_port = exchange.connection.remotePort;
  }
  response.request = describeRequest(request, first);
  return response;
}

function toResponseCookie(cookie: Cookie): ResponseCookie {
  return {
    name: cookie.name,
    value: cookie.value,
    domain: cookie.domain,
    path: cookie.path,
    http_only: cookie.httpOnly,
    secure: cookie.secure,
    max_age: cookie.maxAgeSeconds,
    expires: cookie.expiresAt ?? GO_ZERO_TIME_MS,
  };
}

function describeRequest(request: ParsedRequest, { method, url, headers }: Hop): SentRequest {
  const lists: Record<string, string[]> = {};
  for (const name in headers) setField(lists, name, [headers[name] ?? '']);
  const cookies: SentRequest['cookies'] = {};
  for (const pair of headers.Cookie?.split('; ') ?? []) {
    const cookie = parseSetCookie(pair);
    if (cookie === undefined) continue;
    addToField(cookies, cookie.name, { name: cookie.name, value: cookie.value, replace: false });
  }
  return { method, url: url.href, headers: lists, body: request.body?.toString() ?? '', cookies };
}
