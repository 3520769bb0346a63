import http from 'k6/http';
import { statusCheck } from '../../core/evidence/expected-status.ts';
import { maskUrl } from '../../core/text/mask-url.ts';
import type { Params } from '../api/poolproof.ts';
import { requestSettings } from '../setup/settings.ts';

/** Statuses that are no failure, and the check that says so. */
export interface Expected {
  readonly statuses: readonly number[];
  readonly check: string;
}

/** What k6 is to send a request with. */
export type HttpParams = ReturnType<typeof paramsFor> & {
  responseCallback?: ReturnType<typeof http.expectedStatuses>;
};

const { baseUrl, headers, requestTimeoutMs } = requestSettings;

/** What a request is sent with, and what is expected of it where its own parameters say nothing else. */
export function httpParams(
  name: string,
  tags: Readonly<Record<string, string>>,
  expected: Expected = expectedOf(200),
  params: Params = {},
): HttpParams {
  const made: HttpParams = paramsFor(name, tags);
  if (params.headers !== undefined) made.headers = { ...made.headers, ...params.headers };
  const ofRequest = params.expect === undefined ? expected : expectedOf(params.expect);
  if (!isJustOk(ofRequest)) made.responseCallback = http.expectedStatuses(...ofRequest.statuses);
  return made;
}

/**
 * What each request is sent with. `name` groups URLs that differ by a key, as k6 advises. Redirects are answers like any
 * other: they may lead to a host that you never named.
 */
export function paramsFor(name: string, tags: Readonly<Record<string, string>> = {}) {
  return { headers, timeout: requestTimeoutMs, redirects: 0, tags: { name: shownUrl(name), ...tags } };
}

/** The address of a path of the API as it may be printed and written to tags. */
export function shownUrl(path: string): string {
  return maskUrl(`${baseUrl}${path}`);
}

export function expectedOf(expect: number | readonly number[]): Expected {
  const statuses = typeof expect === 'number' ? [expect] : expect;
  return { statuses, check: statusCheck(statuses) };
}

/** Whether that is what answers are taken for where parameters say nothing. */
function isJustOk({ statuses }: Expected): boolean {
  return statuses.length === 1 && statuses[0] === 200;
}
