import type { Connection, ConnectionUser } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { GoUrl } from './go-url.ts';
import { ConnectionEndedError, type FailurePoint } from './request-error.ts';
import { ResponseReader } from './response-reader.ts';

/** One request as it goes on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: GoUrl;
  /** Request line, headers and the empty line. */
  readonly head: string;
  readonly body: Buffer | undefined;
  /** The connection is closed afterwards. */
  readonly close: boolean;
  /** May be sent again when a reused connection dies before it answers. */
  readonly isReplayable: boolean;
}

/** One request and its response on a connection of the VU, with the moments that k6's timings are made of. */
export class Exchange implements ConnectionUser {
  readonly request: WireRequest;
  readonly response: ResponseReader;
  startAt = 0;
  gotConnectionAt = 0;
  sentAt = 0;
  firstByteAt = 0;
  connectingMs = 0;
  tlsHandshakingMs = 0;
  connection: Connection;
  error: Error | undefined;
  readonly #pool: ConnectionPool;
  readonly #onSettled: (exchange: Exchange) => void;
  #wasReused = false;
  #isSettled = false;

  constructor(request: WireRequest, pool: ConnectionPool, onSettled: (exchange: Exchange) => void) {
    this.request = request;
    this.response = new ResponseReader(request.method);
    this.#pool = pool;
    this.#onSettled = onSettled;
    this.connection = pool.acquire(request.url);
  }

  start(): void {
    this.startAt = performance.now();
    this.connection.use(this);
  }

  /** Stops it: nothing is reported any more. */
  cancel(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.connection.destroy();
  }

  /** Ends it with an error, which may come from elsewhere, such as a timeout. */
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
      isDialingProxy: this.connection.isDialingProxy,
      isAnswered: this.firstByteAt !== 0,
      hasResponse: this.response.status !== 0,
    };
  }

  onOpen(): void {
    const { connection, request } = this;
    this.gotConnectionAt = performance.now();
    this.#wasReused = connection.uses++ > 0;
    this.connectingMs = this.#wasReused ? 0 : connection.connectDoneAt - connection.connectStartAt;
    this.tlsHandshakingMs =
      this.#wasReused || connection.tls === undefined ? 0 : connection.tlsDoneAt - connection.tlsStartAt;
    connection.write(request.head, request.body);
  }

  onSent(): void {
    if (this.sentAt === 0) this.sentAt = performance.now();
  }

  onData(data: Buffer): void {
    if (this.firstByteAt === 0) {
      this.firstByteAt = performance.now();
      // A server may answer before it has read the whole body.
      if (this.sentAt === 0) this.sentAt = this.firstByteAt;
    }
    const { response } = this;
    let unread: number;
    try {
      unread = response.read(data);
    } catch (error) {
      this.fail(error as Error);
      return;
    }
    if (response.isDone) this.#succeed(response.keepsAlive && unread === 0 && !this.request.close);
  }

  onLost(reason: Error): void {
    if (this.#isSettled) return;
    // As Go's transport does, without a word: one request, one set of samples.
    if (this.#wasReused && this.firstByteAt === 0 && this.request.isReplayable) {
      this.#wasReused = false;
      this.gotConnectionAt = 0;
      this.sentAt = 0;
      this.connection = this.#pool.acquire(this.request.url);
      this.start();
      return;
    }
    let problem: Error | undefined = reason;
    try {
      if (reason instanceof ConnectionEndedError && this.response.end()) problem = undefined;
    } catch (error) {
      problem = error as Error;
    }
    if (problem === undefined) this.#succeed(false);
    else this.fail(problem);
  }

  #succeed(isReusable: boolean): void {
    this.#isSettled = true;
    this.connection.leave();
    if (isReusable) this.#pool.release(this.connection);
    else this.connection.destroy();
    this.#onSettled(this);
  }
}
