import { quoteGo } from '../http/go-format.ts';
import { RedisRejection } from './redis-rejection.ts';

/** Why a command failed, and whether go-redis would try it again. */
export class RedisFailure extends Error {
  readonly rejection: RedisRejection;
  readonly isRetryable: boolean;

  constructor(rejection: RedisRejection, isRetryable: boolean) {
    super(rejection.error());
    this.rejection = rejection;
    this.isRetryable = isRetryable;
  }
}

/** Both ends of a connection, `ip:port`. */
export interface Ends {
  readonly local: string;
  readonly remote: string;
}

const RETRYABLE_REPLY = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN) |^ERR max number of clients reached/;

/** The server answered with an error. */
export function replyFailure(text: string): RedisFailure {
  return new RedisFailure(new RedisRejection(text), RETRYABLE_REPLY.test(text));
}

/** No connection of the pool became free in time. */
export function poolTimeoutFailure(): RedisFailure {
  return new RedisFailure(new RedisRejection('redis: connection pool timeout'), true);
}

/** No reply came in time. */
export function readTimeoutFailure(ends: Ends): RedisFailure {
  const text = `read tcp ${ends.local}->${ends.remote}: i/o timeout`;
  return new RedisFailure(new RedisRejection(text, { op: 'read', isTimeout: true }), true);
}

/** The connection broke while a command waited for its reply. */
export function brokenFailure(reason: NodeJS.ErrnoException | undefined, ends: Ends): RedisFailure {
  if (reason?.code !== 'ECONNRESET' && reason?.code !== 'EPIPE') {
    return new RedisFailure(new RedisRejection('EOF'), true);
  }
  const op = reason.syscall === 'write' ? 'write' : 'read';
  const what = reason.code === 'EPIPE' ? 'broken pipe' : 'connection reset by peer';
  const text = `${op} tcp ${ends.local}->${ends.remote}: ${op}: ${what}`;
  return new RedisFailure(new RedisRejection(text, { op, isTimeout: false }), true);
}

/** What came is no reply. go-redis says so of its first command, which is HELLO. */
export function protocolFailure(received: string): RedisFailure {
  const [firstLine = ''] = received.split(/\r?\n/, 1);
  return new RedisFailure(
    new RedisRejection(`redis: can't parse map reply: ${quoteGo(firstLine.slice(0, 100))}`),
    false,
  );
}

/** The other side accepted the connection and then did not take part in the handshake, as a server without TLS. */
export function handshakeFailure(ends: Ends): RedisFailure {
  const text = `failed to close connection after TLS handshake error: close tcp ${ends.local}->${ends.remote}: use of closed network connection`;
  return new RedisFailure(new RedisRejection(text), true);
}

/** The connection could not be made. */
export function dialFailure(reason: NodeJS.ErrnoException, host: string, address: string): RedisFailure {
  const code = reason.code ?? '';
  if (reason.syscall === 'getaddrinfo') {
    const cause = code === 'ENOTFOUND' ? 'no such host' : 'server misbehaving';
    return new RedisFailure(new RedisRejection(`lookup ${host}: ${cause}`), true);
  }
  const tls = TLS_TEXTS.find(([pattern]) => pattern.test(`${code} ${reason.message}`));
  if (tls !== undefined) return new RedisFailure(new RedisRejection(tls[1]), true);
  if (code === 'ETIMEDOUT') {
    return new RedisFailure(
      new RedisRejection(`dial tcp ${address}: i/o timeout`, { op: 'dial', isTimeout: true }),
      true,
    );
  }
  const what = DIAL_TEXTS[code];
  const text = what === undefined ? reason.message : `dial tcp ${address}: connect: ${what}`;
  return new RedisFailure(new RedisRejection(text, { op: 'dial', isTimeout: false }), true);
}

const DIAL_TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  EADDRNOTAVAIL: 'cannot assign requested address',
};

const TLS_TEXTS: readonly (readonly [RegExp, string])[] = [
  [
    /UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET_ISSUER/,
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [/ERR_TLS_CERT_ALTNAME_INVALID/, 'tls: failed to verify certificate: x509: certificate is not valid for this host'],
  [/CERT_HAS_EXPIRED/, 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid'],
  [/wrong version number|WRONG_VERSION|packet length too long/, 'tls: first record does not look like a TLS handshake'],
  [/disconnected before secure/, 'EOF'],
];
