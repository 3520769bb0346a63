import http from 'k6/http';
import { statusCheck } from '../../core/evidence/expected-status.ts';
import type { Body, Params, Request, Send, Sent } from '../api/poolproof.ts';
import { requestSettings } from '../setup/settings.ts';
import { paramsFor } from './http-requests.ts';

/** One kind of request of a journey, whatever its types. */
export type JourneyRequest = Request<unknown, Readonly<Record<string, unknown>>>;

/** Statuses that are no failure, and the check that says so. */
export interface Expected {
  readonly statuses: readonly number[];
  readonly check: string;
}

/** A request that is under way, or was answered, and what is expected of it. */
export interface SentRequest {
  sent: Sent;
  readonly expected: Expected;
  readonly path: string;
}

/** What `send` and checks of a journey get: one for each kind of request of a VU, used again for each iteration. */
export type Ask = Send<unknown, Readonly<Record<string, unknown>>> & {
  turn: number;
  /** What `unique` is made of, if anybody asks for it: the run, a scenario of it, and the number of the iteration there. */
  runId: string;
  scenario: string;
  iteration: number;
  data: unknown;
  /** What this iteration has sent so far. */
  sent: SentRequest[];
};

type HttpParams = ReturnType<typeof paramsFor> & { responseCallback?: ReturnType<typeof http.expectedStatuses> };

const OK = expectedOf(200);
/** Names that a VU keeps parameters for: URLs without a name may all be different. */
const MOST_KEPT = 50;

const CONTENT_TYPE = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** @param expect statuses that are no failure */
export function makeAsk(expect?: number | readonly number[], tags: Readonly<Record<string, string>> = {}): Ask {
  const expected = expect === undefined ? OK : expectedOf(expect);
  const kept: Record<string, HttpParams> = {};
  let count = 0;

  /** Made once for all requests of a name: most are the same. */
  function paramsOf(path: string, params: Params | undefined): HttpParams {
    const name = params?.name ?? path;
    if (params?.headers !== undefined || params?.expect !== undefined) return httpParams(name, tags, expected, params);
    const made = kept[name] ?? httpParams(name, tags, expected);
    if (kept[name] === undefined && count < MOST_KEPT) {
      kept[name] = made;
      count += 1;
    }
    return made;
  }

  function note(path: string, params: Params | undefined, sent: Sent): Sent {
    ask.sent.push({ sent, path, expected: params?.expect === undefined ? expected : expectedOf(params.expect) });
    return sent;
  }

  const withBody =
    (method: 'post' | 'put' | 'patch' | 'del') =>
    (path: string, body: Body = null, params: Params = {}): Sent => {
      const { as = 'json' } = params;
      const isObject = typeof body === 'object' && body !== null;
      const headers = isObject ? { 'Content-Type': CONTENT_TYPE[as], ...params.headers } : params.headers;
      // k6 sends objects as forms.
      const encoded =
        isObject && as === 'json' ? JSON.stringify(body) : (body as string | Record<string, string> | null);
      const whole = paramsOf(path, headers === undefined ? params : { ...params, headers });
      return note(path, params, http[method]<'text'>(urlOf(path), encoded, whole));
    };

  const ask: Ask = {
    turn: 0,
    runId: '',
    scenario: '',
    iteration: 0,
    get unique() {
      return `${ask.runId}-${ask.scenario}-${ask.iteration}`;
    },
    data: undefined,
    env: requestSettings.env,
    sent: [],
    get: (path, params) => note(path, params, http.get<'text'>(urlOf(path), paramsOf(path, params))),
    post: withBody('post'),
    put: withBody('put'),
    patch: withBody('patch'),
    del: withBody('del'),
  };
  return ask;
}

/** What a request is sent with, and what is expected of it where its own parameters say nothing else. */
export function httpParams(
  name: string,
  tags: Readonly<Record<string, string>>,
  expected: Expected = OK,
  params: Params = {},
): HttpParams {
  const made: HttpParams = paramsFor(name, tags);
  if (params.headers !== undefined) made.headers = { ...made.headers, ...params.headers };
  const ofRequest = params.expect === undefined ? expected : expectedOf(params.expect);
  if (ofRequest !== OK) made.responseCallback = http.expectedStatuses(...ofRequest.statuses);
  return made;
}

function expectedOf(expect: number | readonly number[]): Expected {
  const statuses = typeof expect === 'number' ? [expect] : expect;
  return { statuses, check: statusCheck(statuses) };
}

export function urlOf(path: string): string {
  if (path[0] !== '/') throw new Error(`A path begins with /, and this does not: ${path}`);
  return `${requestSettings.baseUrl}${path}`;
}
