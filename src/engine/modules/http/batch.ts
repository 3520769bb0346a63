import { setField } from '../../../core/records/named-fields.ts';
import { GoError } from '../../vu/go-error.ts';
import { formatGoSyntax, formatGoValue, goTypeName } from './go-format.ts';
import type { HttpClient } from './http-client.ts';
import { HttpUrl } from './http-url.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { RequestRun } from './request-run.ts';
import type { Response } from './response.ts';

type Responses = Record<string, Response | null>;

/** `http.batch()`: several requests at once, within the options `batch` and `batchPerHost`. */
export function batch(client: HttpClient, args: readonly unknown[]): Promise<unknown> {
  client.assertNotInit('Using batch');
  if (args.length === 0) throw new GoError('no argument was provided to http.batch()');
  if (args.length > 1) throw new GoError('http.batch() accepts only an array or an object of requests');
  const [items] = args;
  const isList = Array.isArray(items);
  if (!isList && goTypeName(items) !== 'map[string]interface {}') {
    throw new GoError(`invalid http.batch() argument type ${goTypeName(items)}`);
  }
  const entries = Object.entries(items as object);
  const toResult = (responses: Responses) => (isList ? Object.values(responses) : responses);
  // What a bad item leaves of the batch: those before it answered by nothing, those after it by null.
  const responses: Responses = {};
  if (isList) for (const [key] of entries) setField(responses, key, null);
  const requests: [string, ParsedRequest][] = [];
  for (const [key, item] of entries) {
    try {
      requests.push([key, parseItem(client, key, item)]);
      setField(responses, key, client.emptyResponse());
    } catch (error) {
      if (error instanceof GoError) throw error;
      if (client.vu.options?.throw) throw new GoError((error as Error).message);
      setField(responses, key, client.responseOfInvalid(error as Error));
      client.vu.log('warning', 'A batch request failed', { error: (error as Error).message });
      return client.vu.block('http.batch', (resolve) => resolve(toResult(responses)));
    }
  }
  return client.vu.block('http.batch', (resolve, reject) => {
    const run = new BatchRun(client, requests, responses, (error) => {
      if (error === undefined) resolve(toResult(responses));
      else reject(error);
    });
    run.fill();
    return () => run.cancel();
  });
}

class BatchRun {
  readonly #client: HttpClient;
  readonly #waiting: [string, ParsedRequest][];
  readonly #responses: Responses;
  readonly #onDone: (error: GoError | undefined) => void;
  readonly #running = new Set<RequestRun>();
  readonly #perHost = new Map<string, number>();
  #active = 0;
  #error: GoError | undefined;
  #isFilling = false;

  constructor(
    client: HttpClient,
    requests: [string, ParsedRequest][],
    responses: Responses,
    onDone: (error: GoError | undefined) => void,
  ) {
    this.#client = client;
    this.#waiting = requests;
    this.#responses = responses;
    this.#onDone = onDone;
  }

  cancel(): void {
    this.#waiting.length = 0;
    for (const run of this.#running) run.cancel();
  }

  /** Starts what the limits allow; ends when nothing is left. */
  fill(): void {
    // A request that fails at once comes back here while the loop still runs.
    if (this.#isFilling) return;
    this.#isFilling = true;
    const { batch: limit, batchPerHost } = this.#client.vu.options ?? { batch: 20, batchPerHost: 6 };
    const perHost = batchPerHost > 0 ? batchPerHost : Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#waiting.length && this.#active < limit; ) {
      const [key, request] = this.#waiting[i] as [string, ParsedRequest];
      const { host } = request.url;
      if ((this.#perHost.get(host) ?? 0) >= perHost) {
        i++;
        continue;
      }
      this.#waiting.splice(i, 1);
      this.#start(key, request, host);
    }
    this.#isFilling = false;
    if (this.#active === 0 && this.#waiting.length === 0) this.#onDone(this.#error);
  }

  #start(key: string, request: ParsedRequest, host: string): void {
    this.#active++;
    this.#perHost.set(host, (this.#perHost.get(host) ?? 0) + 1);
    let run: RequestRun | undefined;
    run = this.#client.run(request, (error, response) => {
      if (run !== undefined) this.#running.delete(run);
      this.#active--;
      this.#perHost.set(host, (this.#perHost.get(host) ?? 1) - 1);
      this.#error ??= error;
      if (response !== undefined) setField(this.#responses, key, response);
      this.fill();
    });
    this.#running.add(run);
  }
}

function parseItem(client: HttpClient, key: string, item: unknown): ParsedRequest {
  if (Array.isArray(item)) {
    if (item.length < 2) throw new Error(`invalid batch request '${formatGoSyntax(item)}'`);
    const [method, url, body, params] = item as unknown[];
    if (typeof method !== 'string') throw new Error(`invalid method type '${formatGoSyntax(method)}'`);
    return client.parse([method, url, body, params]);
  }
  if (typeof item !== 'object' || item === null || item instanceof HttpUrl) {
    return client.parse(['GET', item, undefined, undefined]);
  }
  if (!('url' in item)) throw new Error(`batch request ${formatGoValue(key)} doesn't have a url key`);
  const { method = 'GET', url, body, params } = item as Record<string, unknown>;
  if (typeof method !== 'string') throw new Error(`invalid method type '${formatGoSyntax(method)}'`);
  const upper = method.toUpperCase();
  return client.parse([upper, url, upper === 'GET' || upper === 'HEAD' ? undefined : body, params]);
}
