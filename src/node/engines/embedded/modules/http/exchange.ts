import type { Dispatcher } from 'undici';
import type { Connection } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { GoUrl } from './go-url.ts';
import type { FailurePoint } from './request-error.ts';

/** One request as it goes on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: GoUrl;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer | undefined;
  /** Ask the server to close the connection afterwards. */
  readonly close: boolean;
  /** May be sent again when a reused connection dies before it answers. */
  readonly isReplayable: boolean;
}

/**
 * One request and its response on a connection of the VU, with the moments that k6's timings are made of. Implements
 * undici's low-level handler, which hands over raw headers and costs the least.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly request: WireRequest;
  startAt = 0;
  gotConnectionAt = 0;
  sentAt = 0;
  firstByteAt = 0;
  connectingMs = 0;
  tlsHandshakingMs = 0;
  status = 0;
  statusText = '';
  rawHeaders: readonly Buffer[] = [];
  readonly chunks: Buffer[] = [];
  connection: Connection;
  error: Error | undefined;
  readonly #pool: ConnectionPool;
  readonly #onSettled: (exchange: Exchange) => void;
  #wasReused = false;
  #isSettled = false;

  constructor(request: WireRequest, pool: ConnectionPool, onSettled: (exchange: Exchange) => void) {
    this.request = request;
    this.#pool = pool;
    this.#onSettled = onSettled;
    this.connection = pool.acquire(request.url);
  }

  start(): void {
    const { method, url, headers, body, close } = this.request;
    this.startAt = performance.now();
    this.connection.dispatch({ path: url.requestPath, method, headers, body: body ?? null, reset: close }, this);
  }

  /** Stops it: nothing is reported any more. */
  cancel(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.connection.destroy();
  }

  /** Ends it with an error that came from elsewhere, such as a timeout. */
  fail(error: Error): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.error = error;
    this.connection.destroy();
    this.#onSettled(this);
  }

  get failurePoint(): FailurePoint {
    const { method, url } = this.request;
    const { localAddress, remoteIp, remotePort } = this.connection;
    const remoteAddress = `${remoteIp.includes(':') ? `[${remoteIp}]` : remoteIp}:${remotePort}`;
    const isConnected = this.gotConnectionAt !== 0;
    return {
      method,
      url,
      localAddress,
      remoteAddress,
      isConnected,
      isAnswered: this.firstByteAt !== 0,
      hasResponse: this.status !== 0,
    };
  }

  onConnect(abort: (error?: Error) => void): void {
    if (this.#isSettled) {
      abort();
      return;
    }
    const { connection } = this;
    this.gotConnectionAt = performance.now();
    this.#wasReused = connection.uses++ > 0;
    this.connectingMs = this.#wasReused ? 0 : connection.connectDoneAt - connection.connectStartAt;
    this.tlsHandshakingMs =
      this.#wasReused || connection.tls === undefined ? 0 : connection.tlsDoneAt - connection.connectDoneAt;
  }

  onRequestSent(): void {
    this.sentAt = performance.now();
  }

  onResponseStarted(): void {
    if (this.firstByteAt === 0) this.firstByteAt = performance.now();
  }

  onHeaders(status: number, headers: Buffer[], _resume: () => void, statusText: string): boolean {
    // 1xx responses announce the real one.
    if (status >= 200) {
      this.status = status;
      this.statusText = statusText;
      this.rawHeaders = headers;
    }
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    // The script goes on only after undici has put its connection in order.
    queueMicrotask(() => {
      this.#pool.release(this.connection);
      this.#onSettled(this);
    });
  }

  onError(error: Error): void {
    if (this.#isSettled) return;
    const dead = this.connection;
    dead.destroy();
    // As Go's transport does, without a word: one request, one set of samples.
    if (this.#wasReused && this.firstByteAt === 0 && this.request.isReplayable) {
      this.#wasReused = false;
      this.gotConnectionAt = 0;
      this.sentAt = 0;
      this.connection = this.#pool.acquire(this.request.url);
      this.start();
      return;
    }
    this.#isSettled = true;
    this.error = error;
    queueMicrotask(() => this.#onSettled(this));
  }
}
