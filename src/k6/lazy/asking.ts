import exec from 'k6/execution';
import http from 'k6/http';
import type { Answer, Body, Sent, Setup, SetupParams } from '../api/poolproof.ts';
import { makeAsk, urlOf } from '../journeys/ask.ts';
import { isTooLarge } from '../journeys/http-requests.ts';
import { requestSettings } from '../setup/settings.ts';
import type { AskedBefore } from '../setup/setup-data.ts';
import { assertExpected, assertNotAllRedirected } from './assert-expected.ts';
import { jsonOf } from './json-of.ts';
import { httpParams, shownUrl } from './request-params.ts';

/** What `setup` of a journey gets, and what was asked by it. */
interface Asking {
  readonly setup: Setup<Readonly<Record<string, unknown>>>;
  /** Undefined when that is nothing. */
  readonly asked: () => AskedBefore | undefined;
}

/** Requests that stop the run when they are not answered as expected (exit code 108). */
export function makeAsking(): Asking {
  const ask = makeAsk();
  const read = new Set<string>();
  let first: { readonly path: string; readonly aloneMs: number } | undefined;

  async function answered(path: string, params: SetupParams = {}, sent: Sent): Promise<Answer> {
    const answer = await sent;
    first ??= { path, aloneMs: answer.timings.duration };
    assertExpected(answer, params, path, isTooLarge(answer));
    return answer;
  }

  const withBody =
    (method: 'post' | 'put' | 'patch' | 'del') =>
    (path: string, body?: Body, params?: SetupParams): Promise<Answer> =>
      answered(path, params, ask[method](path, body, params));

  const setup: Asking['setup'] = {
    env: requestSettings.env,
    jsonOf,
    shown: shownUrl,
    get: (path, params) => {
      read.add(path);
      return answered(path, params, ask.get(path, params));
    },
    post: withBody('post'),
    put: withBody('put'),
    patch: withBody('patch'),
    del: withBody('del'),
    getAll: async (paths, params = {}) => {
      for (const path of paths) read.add(path);
      const answers = (await http.batch(paths.map((path) => batchedGet(path, params)))) as Answer[];
      assertNotAllRedirected(answers, params, params.name ?? paths[0] ?? '');
      return answers;
    },
    stop: (reason) => {
      exec.test.abort(reason);
      // Abort throws, which its type does not say.
      throw new Error(reason);
    },
  };
  return { setup, asked: () => first && { ...first, paths: read.size } };
}

/** A GET beside others, for `http.batch`; any status will do. */
function batchedGet(path: string, params: SetupParams) {
  return { method: 'GET', url: urlOf(path), params: httpParams(params.name ?? path, {}, undefined, params) };
}
