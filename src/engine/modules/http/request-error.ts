import { isIP } from 'node:net';
import { constants as osConstants } from 'node:os';
import type { GoUrl } from './go-url.ts';
import { redactedHref } from './go-url.ts';

/** Why a request failed, in k6's words. */
export interface RequestError {
  /** `response.error` and the tag `error`. */
  readonly message: string;
  /** `response.error_code`. */
  readonly code: number;
  /** What is logged and thrown. */
  readonly fullText: string;
}

/** Where the exchange was when it failed. */
export interface FailurePoint {
  readonly method: string;
  readonly url: GoUrl;
  /** `ip:port` of both ends, as far as known. */
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly isConnected: boolean;
  /** It has not got farther than to the proxy in between. */
  readonly isDialingProxy: boolean;
  /** A first byte has arrived. */
  readonly isAnswered: boolean;
  /** The head of the response has arrived: errors lose the prefix `Get "url": ` from here on. */
  readonly hasResponse: boolean;
}

/** An error with k6's own text and code. */
export class KnownRequestError extends Error {
  readonly code: number;
  readonly detail: string;

  /** @param detail What Go prints, where that is more than `message`. */
  constructor(message: string, code: number, detail = message) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

const REQUEST_TIMEOUT = 1050;

/** The other side ended the connection. */
export class ConnectionEndedError extends Error {}

/** `params.timeout` is over. */
export function requestTimeoutError(): KnownRequestError {
  return new KnownRequestError('request timeout', REQUEST_TIMEOUT);
}

/** Connecting took longer than k6 waits for it. */
export function ioTimeoutError(ip: string, port: number): KnownRequestError {
  return new KnownRequestError('dial: i/o timeout', 1211, `dial tcp ${ip}:${port}: i/o timeout`);
}

/** Turns any failure of an exchange into k6's words. */
export function describeFailure(reason: Error, point: FailurePoint): RequestError {
  const cause = reason instanceof KnownRequestError ? reason : classify(reason as NodeJS.ErrnoException, point);
  const known =
    point.isDialingProxy && cause.code !== REQUEST_TIMEOUT
      ? new KnownRequestError(`proxyconnect tcp: ${cause.detail}`, 1200)
      : cause;
  const prefix = point.hasResponse ? '' : urlErrorPrefix(point.method, point.url);
  return { message: known.message, code: known.code, fullText: prefix + known.detail };
}

/** How Go's client begins its errors: `Get "http://…": `. */
function urlErrorPrefix(method: string, url: GoUrl): string {
  const verb = method === '' ? 'Get' : method.charAt(0).toUpperCase() + method.slice(1).toLowerCase();
  return `${verb} "${redactedHref(url)}": `;
}

const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

// Go: crypto/tls/alert.go.
const TLS_ALERTS: Readonly<Record<string, string>> = {
  '40': 'handshake failure',
  '42': 'bad certificate',
  '48': 'unknown certificate authority',
  '70': 'protocol version not supported',
  '80': 'internal error',
  '112': 'unrecognized name',
  '116': 'certificate required',
};

const GO_ERRNO_TEXTS: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EACCES: 'permission denied',
  EMFILE: 'too many open files',
  EINVAL: 'invalid argument',
};

function classify(reason: NodeJS.ErrnoException, point: FailurePoint): KnownRequestError {
  const code = reason.code ?? '';
  if (reason.syscall === 'getaddrinfo') return classifyLookup(code, point);
  if (UNKNOWN_AUTHORITY.has(code)) {
    const detail = 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
    return new KnownRequestError('x509: unknown authority', 1310, detail);
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const detail = `tls: failed to verify certificate: x509: ${mismatchText(reason, point.url.hostname)}`;
    return new KnownRequestError("x509: certificate doesn't match hostname", 1311, detail);
  }
  if (code === 'CERT_HAS_EXPIRED') return generic('x509: certificate has expired or is not yet valid');
  if (
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/.test(code) ||
    /wrong version number|http request/.test(reason.message)
  ) {
    const text = 'tls: first record does not look like a TLS handshake';
    return new KnownRequestError(text, 1301, 'http: server gave HTTP response to HTTPS client');
  }
  const alert = TLS_ALERTS[/SSL alert number (\d+)/.exec(reason.message)?.[1] ?? ''];
  if (alert !== undefined) return new KnownRequestError(`remote error: tls: ${alert}`, 1010);
  if (/disconnected before secure/.test(reason.message)) return generic('EOF');
  if (!point.isConnected) return classifyDial(code, reason, point);
  if (code === 'ECONNRESET' || code === 'EPIPE') return classifyBroken(code, reason, point);
  if (reason instanceof ConnectionEndedError) {
    if (point.hasResponse) return generic('unexpected EOF');
    return point.isAnswered ? brokenTransportError('unexpected EOF') : generic('EOF');
  }
  return generic(reason.message);
}

// Go: crypto/x509/verify.go.
function mismatchText(
  reason: Error & { readonly cert?: { readonly subjectaltname?: string } },
  hostname: string,
): string {
  const kind = isIP(hostname) ? 'IP Address:' : 'DNS:';
  const names = (reason.cert?.subjectaltname ?? '').split(', ').filter((name) => name.startsWith(kind));
  if (names.length > 0) {
    const list = names.map((name) => name.slice(kind.length)).join(', ');
    return `certificate is valid for ${list}, not ${hostname}`;
  }
  return isIP(hostname)
    ? `cannot validate certificate for ${hostname} because it doesn't contain any IP SANs`
    : `certificate is not valid for any names, but wanted to match ${hostname}`;
}

function generic(message: string, detail = message): KnownRequestError {
  return new KnownRequestError(message, 1000, detail);
}

function classifyLookup(code: string, point: FailurePoint): KnownRequestError {
  const { hostname } = point.url;
  if (code === 'ENOTFOUND')
    return new KnownRequestError('lookup: no such host', 1101, `lookup ${hostname}: no such host`);
  return new KnownRequestError(`lookup ${hostname}: server misbehaving`, 1100);
}

function classifyDial(code: string, reason: NodeJS.ErrnoException, point: FailurePoint): KnownRequestError {
  const dial = `dial tcp ${point.remoteAddress}: `;
  if (code === 'ECONNREFUSED') {
    return new KnownRequestError('dial: connection refused', 1212, `${dial}connect: connection refused`);
  }
  if (code === 'ECONNRESET' && reason.syscall !== 'connect') return classifyBroken(code, reason, point);
  if (reason instanceof ConnectionEndedError) return generic('EOF');
  const text = GO_ERRNO_TEXTS[code];
  if (text === undefined) return generic(reason.message);
  const errno = osConstants.errno[code as keyof typeof osConstants.errno];
  return new KnownRequestError(
    `dial: unknown errno ${errno} error with msg \`${text}\``,
    1213,
    `${dial}connect: ${text}`,
  );
}

function classifyBroken(code: string, reason: NodeJS.ErrnoException, point: FailurePoint): KnownRequestError {
  const operation = reason.syscall === 'write' ? 'write' : 'read';
  const what = code === 'EPIPE' ? 'broken pipe' : 'connection reset by peer';
  const detail = `${operation} tcp ${point.localAddress}->${point.remoteAddress}: ${operation}: ${what}`;
  return new KnownRequestError(`${operation}: ${what}`, code === 'EPIPE' ? 1201 : 1220, detail);
}

/** The server answered with something that is no HTTP response. */
export function brokenTransportError(text: string): KnownRequestError {
  return generic(text, `net/http: HTTP/1.x transport connection broken: ${text}`);
}
