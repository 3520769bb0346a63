import http from 'k6/http';
import loadRequestParams from 'lazy/request-params';
import type { Body, Params, Request, Send, Sent } from '../api/poolproof.ts';
import type { Expected, HttpParams } from '../lazy/request-params.ts';
import { requestSettings } from '../setup/settings.ts';

/** One kind of request of a journey, whatever its types. */
export type JourneyRequest = Request<unknown, Readonly<Record<string, unknown>>>;

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

/** Names that a VU keeps parameters for: URLs without a name may all be different. */
const MOST_KEPT = 50;

const CONTENT_TYPE = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** @param expect statuses that are no failure */
export function makeAsk(expect: number | readonly number[] = 200, tags: Readonly<Record<string, string>> = {}): Ask {
  const expected = loadRequestParams().expectedOf(expect);
  // Kept by the VUs that need it for each request, as none does whose URLs have few names.
  let own: ReturnType<typeof loadRequestParams> | undefined;
  const kept: Record<string, HttpParams> = {};
  let count = 0;

  /** Made once for all requests of a name: most are the same. */
  function paramsOf(path: string, params: Params | undefined): HttpParams {
    const name = params?.name ?? path;
    if (params?.headers !== undefined || params?.expect !== undefined) {
      own ??= loadRequestParams();
      return own.httpParams(name, tags, expected, params);
    }
    if (kept[name] !== undefined) return kept[name];
    if (count === MOST_KEPT) own ??= loadRequestParams();
    const made = (own ?? loadRequestParams()).httpParams(name, tags, expected);
    if (count < MOST_KEPT) {
      kept[name] = made;
      count += 1;
    }
    return made;
  }

  function note(path: string, params: Params | undefined, sent: Sent): Sent {
    let ofRequest = expected;
    if (params?.expect !== undefined) {
      own ??= loadRequestParams();
      ofRequest = own.expectedOf(params.expect);
    }
    ask.sent.push({ sent, path, expected: ofRequest });
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

export function urlOf(path: string): string {
  if (path[0] !== '/') throw new Error(`A path begins with /, and this does not: ${path}`);
  return `${requestSettings.baseUrl}${path}`;
}
