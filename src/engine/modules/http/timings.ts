import type { Exchange } from './exchange.ts';

/** The phases of one exchange in milliseconds, as k6 defines them (lib/netext/httpext/tracer.go). */
export interface Timings {
  readonly duration: number;
  readonly blocked: number;
  readonly looking_up: number;
  readonly connecting: number;
  readonly tls_handshaking: number;
  readonly sending: number;
  readonly waiting: number;
  readonly receiving: number;
}

/** The timings of a request that never went out. */
export const NO_TIMINGS: Timings = {
  duration: 0,
  blocked: 0,
  looking_up: 0,
  connecting: 0,
  tls_handshaking: 0,
  sending: 0,
  waiting: 0,
  receiving: 0,
};

/** Computes the timings at the end of an exchange, `doneAt` on the clock of `performance.now()`. */
export function timingsOf(exchange: Exchange, doneAt: number): Timings {
  const { startAt, gotConnectionAt, sentAt, firstByteAt } = exchange;
  if (gotConnectionAt === 0) return NO_TIMINGS;
  const wasSent = sentAt !== 0;
  const wasAnswered = firstByteAt !== 0;
  const sending = wasSent ? sentAt - gotConnectionAt : 0;
  const waiting = wasSent ? Math.max(0, (wasAnswered ? firstByteAt : doneAt) - sentAt) : 0;
  const receiving = wasAnswered ? doneAt - firstByteAt : 0;
  return {
    duration: sending + waiting + receiving,
    blocked: gotConnectionAt - startAt,
    looking_up: 0,
    connecting: exchange.connectingMs,
    tls_handshaking: exchange.tlsHandshakingMs,
    sending,
    waiting,
    receiving,
  };
}
