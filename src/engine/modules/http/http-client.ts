import type { Begin } from '../../vu/execution.ts';
import { GoError, NotEmbeddedError } from '../../vu/go-error.ts';
import type { VuContext } from '../../vu/vu-context.ts';
import { ConnectionPool } from './connection-pool.ts';
import { CookieJar } from './cookie-jar.ts';
import { DEFAULT_EXPECTED_STATUSES, type ExpectedStatuses } from './expected-statuses.ts';
import { HttpSamples } from './http-samples.ts';
import { type ParsedRequest, parseRequest, type RequestArguments, type RequestDefaults } from './parse-request.ts';
import { KnownRequestError } from './request-error.ts';
import { type OnRequestDone, type RequestEnvironment, RequestRun } from './request-run.ts';
import { Response } from './response.ts';

/** The HTTP side of one VU: its connections, its cookies, its response callback. */
export class HttpClient implements RequestDefaults {
  readonly vu: VuContext;
  readonly jar = new CookieJar();
  responseCallback: ExpectedStatuses | null = DEFAULT_EXPECTED_STATUSES;
  readonly #samples: HttpSamples;
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

  /** A request that k6 waits for. @param name What the script called. */
  request(name: string, ...request: RequestArguments): Promise<Response> {
    this.assertNotInit();
    return this.vu.block(name, this.#send(this.#parse(request)));
  }

  /** A request that k6 gives a promise of as well. */
  asyncRequest(...request: RequestArguments): Promise<Response> {
    this.assertNotInit();
    return this.vu.track((resolve, reject) => this.#send(this.#parse(request))(resolve, reject));
  }

  /** Parses for this VU. @throws {Error} as {@link parseRequest} */
  parse(request: RequestArguments): ParsedRequest {
    try {
      return parseRequest(this, request);
    } catch (error) {
      if (error instanceof NotEmbeddedError) this.vu.refuse(error);
      throw error;
    }
  }

  /** Starts a request. */
  run(request: ParsedRequest, onDone: OnRequestDone): RequestRun {
    const run = new RequestRun(this.#requestEnvironment(), request, onDone);
    run.start();
    return run;
  }

  #send(request: ParsedRequest | Response): Begin<Response> {
    return (resolve, reject) => {
      if (request instanceof Response) {
        resolve(request);
        return;
      }
      const run = this.run(request, (error, response) => {
        if (response !== undefined) resolve(response);
        else reject(error);
      });
      return () => run.cancel();
    };
  }

  // Invalid arguments make a response with status 0, unless errors are to be thrown.
  #parse(request: RequestArguments): ParsedRequest | Response {
    try {
      return this.parse(request);
    } catch (error) {
      return this.invalidRequest(error as Error);
    }
  }

  /** What a request with invalid arguments returns. @throws {GoError} when the option `throw` is on */
  invalidRequest(error: Error): Response {
    if (error instanceof GoError) throw error;
    if (this.vu.options?.throw) throw new GoError(error.message);
    this.vu.log('warning', 'Request Failed', { error: error.message });
    return this.responseOfInvalid(error);
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
    if (!this.vu.options?.noCookiesReset) this.jar.clear();
    if (this.vu.options?.noVUConnectionReuse) this.#environment?.pool.closeIdle();
  }

  #dispose(): void {
    this.#environment?.pool.closeIdle();
  }

  /** The empty response that stands for a request with invalid arguments. */
  responseOfInvalid(error: Error): Response {
    const response = this.emptyResponse();
    response.error = error.message;
    if (error instanceof KnownRequestError) response.error_code = error.code;
    return response;
  }

  emptyResponse(): Response {
    return new Response((error) => this.vu.refuse(error));
  }
}
