import { GoError } from '../../vu/go-error.ts';
import { removeUnordered } from '../../vu/remove-unordered.ts';
import { Suspension } from '../../vu/suspension.ts';
import type { VuContext } from '../../vu/vu-context.ts';
import { ConnectionPool } from './connection-pool.ts';
import { CookieJar } from './cookie-jar.ts';
import { DEFAULT_EXPECTED_STATUSES, type ExpectedStatuses } from './expected-statuses.ts';
import { HttpSamples } from './http-samples.ts';
import { type ParsedRequest, parseRequest } from './parse-request.ts';
import { KnownRequestError } from './request-error.ts';
import { type OnRequestDone, type RequestEnvironment, RequestRun } from './request-run.ts';
import { Response } from './response.ts';

/** The HTTP side of one VU: its connections, its cookies, its response callback, its requests under way. */
export class HttpClient {
  readonly vu: VuContext;
  readonly jar = new CookieJar();
  responseCallback: ExpectedStatuses | null = DEFAULT_EXPECTED_STATUSES;
  readonly #samples: HttpSamples;
  readonly #unattended: RequestRun[] = [];
  #environment: RequestEnvironment | undefined;

  constructor(vu: VuContext) {
    this.vu = vu;
    this.#samples = new HttpSamples(vu);
    vu.onIterationStart(() => this.#reset());
    vu.onDispose(() => this.#dispose());
  }

  /** @throws {GoError} In init code, where k6 makes no requests. */
  assertNotInit(what = 'Making http requests'): void {
    if (this.vu.stage === 'init') throw new GoError(`${what} in the init context is not supported`);
  }

  /** A request that the script waits for. */
  request(method: string, url: unknown, body?: unknown, params?: unknown): Suspension<Response> {
    this.assertNotInit();
    const parsed = this.#parse(method, url, body, params);
    return new Suspension<Response>((resume, fail) => {
      if (parsed instanceof Response) return resume(parsed);
      const run = this.run(parsed, (error, response) => {
        if (response !== undefined) resume(response);
        else fail(error);
      });
      return () => run.cancel();
    });
  }

  /** A request that the script gets a promise of. */
  asyncRequest(method: string, url: unknown, body?: unknown, params?: unknown): Promise<Response> {
    this.assertNotInit();
    const operation = new Promise<Response>((resolve, reject) => {
      const parsed = this.#parse(method, url, body, params);
      if (parsed instanceof Response) return resolve(parsed);
      let run: RequestRun | undefined;
      let isDone = false;
      run = this.run(parsed, (error, response) => {
        isDone = true;
        if (run !== undefined) removeUnordered(this.#unattended, run);
        if (response !== undefined) resolve(response);
        else reject(error);
      });
      // No suspension of the script stands for it that would cancel it when the iteration is interrupted.
      if (!isDone) this.#unattended.push(run);
    });
    return this.vu.track(operation);
  }

  /** Parses for this VU. @throws {Error} as {@link parseRequest} */
  parse(method: string, url: unknown, body: unknown, params: unknown): ParsedRequest {
    return parseRequest(this.vu, method, url, body, params, this.jar, this.responseCallback);
  }

  /** Starts a request. */
  run(request: ParsedRequest, onDone: OnRequestDone): RequestRun {
    const run = new RequestRun(this.#requestEnvironment(), request, onDone);
    run.start();
    return run;
  }

  #cancelUnattended(): void {
    for (const run of this.#unattended.splice(0)) run.cancel();
  }

  // Invalid arguments make a response with status 0, unless errors are to be thrown.
  #parse(method: string, url: unknown, body: unknown, params: unknown): ParsedRequest | Response {
    try {
      return this.parse(method, url, body, params);
    } catch (error) {
      return this.invalidRequest(error as Error);
    }
  }

  /** What a request with invalid arguments returns. @throws {GoError} when the option `throw` is on */
  invalidRequest(error: Error): Response {
    if (error instanceof GoError) throw error;
    if (this.vu.options?.throw) throw new GoError(error.message);
    this.vu.log('warning', 'Request Failed', { error: error.message });
    return responseOfInvalid(error);
  }

  #requestEnvironment(): RequestEnvironment {
    const { options } = this.vu;
    if (options === undefined)
      throw new GoError('HTTP before the options are known is not in the embedded engine: install k6');
    this.#environment ??= {
      vu: this.vu,
      samples: this.#samples,
      pool: new ConnectionPool(options, options.batchPerHost, (sent, received) => this.vu.countBytes(sent, received)),
    };
    return this.#environment;
  }

  #reset(): void {
    if (this.#unattended.length > 0) this.#cancelUnattended();
    if (!this.vu.options?.noCookiesReset) this.jar.clear();
    if (this.vu.options?.noVUConnectionReuse) this.#environment?.pool.closeIdle();
  }

  #dispose(): void {
    this.#cancelUnattended();
    this.#environment?.pool.closeIdle();
  }
}

/** The empty response that stands for a request with invalid arguments. */
export function responseOfInvalid(error: Error): Response {
  const response = new Response();
  response.error = error.message;
  if (error instanceof KnownRequestError) response.error_code = error.code;
  return response;
}
