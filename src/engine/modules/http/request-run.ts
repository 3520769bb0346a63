import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { GoError } from '../../vu/go-error.ts';
import type { VuContext } from '../../vu/vu-context.ts';
import { buildResponse, failedResponse } from './build-response.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { addDeadline, Deadline, removeDeadline } from './deadlines.ts';
import { Exchange } from './exchange.ts';
import type { HttpSamples } from './http-samples.ts';
import type { Compression, ParsedRequest } from './parse-request.ts';
import { headForProxy, proxyOf } from './proxies.ts';
import { type Hop, nextHop } from './redirect.ts';
import { describeFailure, type KnownRequestError, requestTimeoutError } from './request-error.ts';
import type { Response } from './response.ts';
import { partialBody, readResponseBody } from './response-body.ts';
import { type Cookie, parseSetCookie } from './set-cookie.ts';
import { NO_TIMINGS, timingsOf } from './timings.ts';
import { cookieHeader, isReplayable, requestHead } from './wire-headers.ts';

/** What requests of a VU share. */
export interface RequestEnvironment {
  readonly vu: VuContext;
  readonly pool: ConnectionPool;
  readonly samples: HttpSamples;
}

/** Gets the response, or the error that is to be thrown. */
export type OnRequestDone = (error: GoError | undefined, response: Response | undefined) => void;

/** One request of a script from beginning to end: its redirects, its time limit, its cookies and its samples. */
export class RequestRun extends Deadline {
  readonly dueAt: number;
  readonly #environment: RequestEnvironment;
  readonly #request: ParsedRequest;
  readonly #onDone: OnRequestDone;
  #first: Hop;
  #hop: Hop;
  #redirects = 0;
  #exchange: Exchange | undefined;

  constructor(environment: RequestEnvironment, request: ParsedRequest, onDone: OnRequestDone) {
    super();
    this.#environment = environment;
    this.#request = request;
    this.#onDone = onDone;
    this.dueAt = performance.now() + request.timeoutMs;
    const { method, url, headers, body } = request;
    const cookies = cookieHeader(headers.Cookie, request.cookies, request.jar, url);
    if (cookies !== undefined) headers.Cookie = cookies;
    this.#first = { method, url, headers, body: compress(body, request.compressions) };
    this.#hop = this.#first;
  }

  start(): void {
    const { headers, body } = this.#first;
    const { method, url, compressions } = this.#request;
    if (body !== undefined && compressions.length > 0) this.#setContentEncoding(compressions.join(', '));
    const length = headers['Content-Length'];
    if (length !== undefined) {
      delete this.#request.headers['Content-Length'];
      if (Number(length) !== (body?.length ?? 0)) {
        const mismatch = `doesn't match the actual request body length of ${body?.length ?? 0}, so it will be ignored!`;
        const which = `The specified Content-Length header "${length}" in the ${method} request for ${url.href}`;
        this.#environment.vu.log('warning', `${which} ${mismatch}`);
      }
    }
    addDeadline(this);
    this.#send();
  }

  /** Stops it for an interrupted iteration: no samples, nobody is told. */
  cancel(): void {
    removeDeadline(this);
    this.#exchange?.cancel();
  }

  /** The time is over. */
  expire(): void {
    this.#exchange?.fail(requestTimeoutError());
  }

  #send(): void {
    const hop = this.#hop;
    const { method, url, headers, body } = hop;
    const { vu, pool } = this.#environment;
    const { Connection: connection } = headers;
    const close = vu.options?.noConnectionReuse || (connection !== undefined && /\bclose\b/i.test(connection));
    let head: string;
    try {
      head = requestHead(hop, close);
      const proxy = proxyOf(url);
      if (proxy !== undefined && url.scheme === 'http') head = headForProxy(head, proxy);
    } catch (error) {
      this.#failUnsent(error as KnownRequestError);
      return;
    }
    const request = {
      method: method === '' ? 'GET' : method,
      url,
      head,
      body,
      close,
      isReplayable: isReplayable(method, headers),
    };
    this.#exchange = new Exchange(request, pool, (exchange) => this.#onSettled(exchange));
    this.#exchange.start();
  }

  #onSettled(exchange: Exchange): void {
    if (exchange.error !== undefined) {
      this.#fail(exchange.error, exchange);
      return;
    }
    const { headers, setCookies } = exchange.response;
    let next: Hop | undefined;
    try {
      next = nextHop(this.#hop, this.#first, exchange.response.status, headers.Location);
    } catch (error) {
      this.#fail(error as Error, exchange, false);
      return;
    }
    const { jar } = this.#request;
    const { url } = this.#hop;
    const cookies = setCookies.length === 0 ? NO_COOKIES : parseCookies(setCookies);
    if (next !== undefined && cookies.length > 0) jar.store(url, cookies);
    if (next !== undefined && this.#mayRedirect()) {
      this.#follow(next, exchange);
      return;
    }
    const { responseType } = this.#request;
    const encoding = headers['Content-Encoding'];
    const { body, error } = readResponseBody(
      exchange.response.chunks,
      exchange.response.status,
      encoding,
      responseType,
    );
    if (error !== undefined) {
      this.#fail(error, exchange, true, body);
      return;
    }
    if (next === undefined && cookies.length > 0) jar.store(url, cookies);
    const timings = timingsOf(exchange, performance.now());
    this.#emit(exchange, exchange.response.status, timings);
    removeDeadline(this);
    this.#onDone(
      undefined,
      buildResponse({ request: this.#request, first: this.#first }, exchange, { cookies, body, timings }),
    );
  }

  #mayRedirect(): boolean {
    const made = this.#redirects + 1;
    if (made <= this.#request.maxRedirects) return true;
    if (this.#request.isDefaultRedirectLimit) {
      const advice = 'pass { redirects: n } in request params or set global maxRedirects to silence this';
      const message = `Stopped after ${made} redirects and returned the redirection; ${advice}`;
      this.#environment.vu.log('warning', message, { url: this.#request.url.href });
    }
    return false;
  }

  #follow(next: Hop, exchange: Exchange): void {
    this.#emit(exchange, exchange.response.status, timingsOf(exchange, performance.now()));
    this.#redirects++;
    const cookies = cookieHeader(undefined, this.#request.cookies, this.#request.jar, next.url);
    this.#hop = cookies === undefined ? next : { ...next, headers: { ...next.headers, Cookie: cookies } };
    if (performance.now() >= this.dueAt) {
      this.#failUnsent(requestTimeoutError());
      return;
    }
    this.#send();
  }

  #failUnsent(error: KnownRequestError): void {
    const { method, url } = this.#hop;
    const nowhere = {
      localAddress: '',
      remoteAddress: '',
      isConnected: false,
      isAnswered: false,
      hasResponse: false,
      isDialingProxy: false,
    };
    this.#settleFailure(error, { method, url, ...nowhere }, undefined, null);
  }

  #fail(
    reason: Error,
    exchange: Exchange,
    hasResponse = exchange.response.status !== 0,
    body?: Response['body'],
  ): void {
    const kept = hasResponse ? partialBody(exchange.response.chunks, this.#request.responseType) : null;
    this.#settleFailure(reason, { ...exchange.failurePoint, hasResponse }, exchange, body === undefined ? kept : body);
  }

  #settleFailure(
    reason: Error,
    point: Parameters<typeof describeFailure>[1],
    exchange: Exchange | undefined,
    body: Response['body'],
  ): void {
    removeDeadline(this);
    const error = describeFailure(reason, point);
    const timings = exchange === undefined ? NO_TIMINGS : timingsOf(exchange, performance.now());
    this.#environment.samples.emit(this.#request, {
      method: this.#hop.method,
      cleanHref: this.#hop.url.cleanHref,
      status: 0,
      protocol: '',
      tlsVersion: undefined,
      error,
      timings,
    });
    if (this.#request.throws) {
      this.#onDone(new GoError(error.fullText), undefined);
      return;
    }
    this.#environment.vu.log('warning', 'Request Failed', { error: error.fullText });
    const response = failedResponse(
      { request: this.#request, first: this.#first },
      { last: this.#hop, exchange, error, timings },
    );
    response.body = body;
    this.#onDone(undefined, response);
  }

  #emit(exchange: Exchange, status: number, timings: ReturnType<typeof timingsOf>): void {
    this.#environment.samples.emit(this.#request, {
      method: this.#hop.method,
      cleanHref: this.#hop.url.cleanHref,
      status,
      protocol: exchange.response.protocol,
      tlsVersion: exchange.connection.tls?.version,
      error: undefined,
      timings,
    });
  }

  #setContentEncoding(encoding: string): void {
    const { headers, method, url } = this.#request;
    const present = headers['Content-Encoding'] ?? '';
    if (present === '') headers['Content-Encoding'] = encoding;
    else if (present !== encoding) {
      const which = `the manually set \`Content-Encoding\` header in the ${method} request for '${url.href}'`;
      const outcome =
        "the custom header has precedence and won't be overwritten. This may result in invalid data being sent to the server.";
      this.#environment.vu.log(
        'warning',
        `There's a mismatch between the desired \`compression\` ${which}, ${outcome}`,
      );
    }
  }
}

const NO_COOKIES: readonly Cookie[] = [];

function parseCookies(headers: readonly string[]): readonly Cookie[] {
  return headers.map(parseSetCookie).filter((cookie) => cookie !== undefined);
}

function compress(body: Buffer | undefined, algorithms: readonly Compression[]): Buffer | undefined {
  return body && algorithms.reduce((bytes, algorithm) => COMPRESSORS[algorithm](bytes), body);
}

const COMPRESSORS: Readonly<Record<Compression, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
};
