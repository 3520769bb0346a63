import { setField } from '../../../core/records/named-fields.ts';
import type { TagSet, Tags } from '../../metrics/metric-types.ts';
import { NotEmbeddedError } from '../../vu/go-error.ts';
import type { VuContext } from '../../vu/vu-context.ts';
import type { CookieJar } from './cookie-jar.ts';
import { ExpectedStatuses } from './expected-statuses.ts';
import { durationMsFromValue } from './go-duration.ts';
import type { GoUrl } from './go-url.ts';
import { canonicalHeaderName } from './header-names.ts';
import { toHttpUrl } from './http-url.ts';
import { encodeRequestBody } from './request-body.ts';
import type { ResponseType } from './response-body.ts';
import { jarOf } from './script-cookie-jar.ts';

export type Compression = 'gzip' | 'deflate' | 'br';

/** A cookie of `params.cookies`. */
export interface RequestCookie {
  readonly name: string;
  readonly value: string;
  /** Takes the place of the jar's cookies of that name. */
  readonly replace: boolean;
}

/** Method, URL, body and params, as a script gives them. */
export type RequestArguments = readonly [method: string, url: unknown, body: unknown, params: unknown];

/** What a request has unless its params say otherwise. */
export interface RequestDefaults {
  readonly vu: VuContext;
  readonly jar: CookieJar;
  readonly responseCallback: ExpectedStatuses | null;
}

/** A request as a script asked for it. */
export interface ParsedRequest {
  readonly method: string;
  readonly url: GoUrl;
  /** The template of http.url, the value of the tags `name` and `url`; undefined for the URL itself. */
  readonly nameTag: string | undefined;
  /** By canonical name. */
  readonly headers: Record<string, string>;
  readonly body: Buffer | undefined;
  readonly cookies: readonly RequestCookie[];
  readonly jar: CookieJar;
  readonly compressions: readonly Compression[];
  readonly maxRedirects: number;
  /** Hitting the limit is worth a warning: nobody asked for it. */
  readonly isDefaultRedirectLimit: boolean;
  readonly tags: Tags | undefined;
  /** The VU's tags when the request was made. */
  readonly baseTags: TagSet;
  readonly timeoutMs: number;
  readonly throws: boolean;
  readonly responseType: ResponseType;
  readonly responseCallback: ExpectedStatuses | null;
  /** Told of what the script asks the response for in vain. */
  readonly refuse: VuContext['refuse'];
}

const NO_COOKIES: readonly RequestCookie[] = [];
const NO_COMPRESSIONS: readonly Compression[] = [];
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_REDIRECTS = 10;
const RESPONSE_TYPES: readonly string[] = ['text', 'binary', 'none'] satisfies ResponseType[];

/**
 * Reads the arguments of a request function. Unknown params are ignored, as in k6.
 * @throws {Error} With k6's text when a param is invalid; it becomes the response's `error`.
 * @throws {GoError} For what this engine leaves out.
 */
export function parseRequest({ vu, jar, responseCallback }: RequestDefaults, request: RequestArguments): ParsedRequest {
  const { options } = vu;
  // By their numbers: to destructure an array takes several times as long.
  const params = request[3];
  const url = toHttpUrl(request[1]);
  const body = encodeRequestBody(request[2]);
  const headers: Record<string, string> = {};
  if (body?.contentType !== undefined) headers['Content-Type'] = body.contentType;
  headers['User-Agent'] = options?.userAgent ?? '';
  const parsed: { -readonly [Key in keyof ParsedRequest]: ParsedRequest[Key] } = {
    method: request[0],
    url: url.target,
    nameTag: url.name === url.clean_url ? undefined : url.name,
    headers,
    body: body?.bytes,
    cookies: NO_COOKIES,
    jar,
    compressions: NO_COMPRESSIONS,
    maxRedirects: options?.maxRedirects ?? DEFAULT_MAX_REDIRECTS,
    isDefaultRedirectLimit: options?.maxRedirects === undefined,
    tags: undefined,
    baseTags: vu.tagSet(),
    timeoutMs: DEFAULT_TIMEOUT_MS,
    throws: options?.throw ?? false,
    responseType: options?.discardResponseBodies ? 'none' : 'text',
    responseCallback,
    refuse: vu.refuse,
  };
  if (params !== null && params !== undefined) applyParams(parsed, Object(params) as Record<string, unknown>);
  return parsed;
}

function applyParams(
  request: { -readonly [Key in keyof ParsedRequest]: ParsedRequest[Key] },
  params: Record<string, unknown>,
): void {
  for (const key of Object.keys(params)) {
    const value = params[key];
    const isMissing = value === null || value === undefined;
    switch (key) {
      case 'headers':
        if (!isMissing) applyHeaders(request.headers, Object(value) as Record<string, unknown>);
        break;
      case 'cookies':
        if (!isMissing) request.cookies = readCookies(Object(value) as Record<string, unknown>);
        break;
      case 'jar':
        request.jar = jarOf(value) ?? request.jar;
        break;
      case 'tags':
        if (!isMissing) request.tags = readTags(Object(value) as Record<string, unknown>);
        break;
      case 'timeout':
        request.timeoutMs = readTimeout(value);
        break;
      case 'redirects':
        request.maxRedirects = Math.trunc(Number(value)) || 0;
        request.isDefaultRedirectLimit = false;
        break;
      case 'throw':
        request.throws = Boolean(value);
        break;
      case 'auth':
        if (value === 'digest' || value === 'ntlm') throw new NotEmbeddedError(`http auth "${value}"`);
        break;
      case 'compression':
        request.compressions = readCompressions(String(value).trim());
        break;
      case 'responseType':
        request.responseType = readResponseType(String(value));
        break;
      case 'responseCallback':
        request.responseCallback = readResponseCallback(value);
        break;
    }
  }
}

function applyHeaders(headers: Record<string, string>, given: Record<string, unknown>): void {
  for (const name of Object.keys(given)) setField(headers, canonicalHeaderName(name), String(given[name]));
}

function readCookies(given: Record<string, unknown>): RequestCookie[] {
  const cookies: RequestCookie[] = [];
  for (const [name, cookie] of Object.entries(given)) {
    if (cookie === null || cookie === undefined) continue;
    if (typeof cookie !== 'object') {
      cookies.push({ name, value: String(cookie), replace: false });
      continue;
    }
    const { value = '', replace } = cookie as { value?: unknown; replace?: unknown };
    cookies.push({ name, value: String(value), replace: Boolean(replace) });
  }
  return cookies;
}

function readTags(given: Record<string, unknown>): Tags {
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      const accepted = 'only String, Boolean and Number types are accepted as a metric tag values';
      throw new Error(`invalid HTTP request metric tags: invalid value for metric tag '${name}': ${accepted}`);
    }
    setField(tags, name, String(value));
  }
  return tags;
}

function readTimeout(value: unknown): number {
  try {
    return durationMsFromValue(value);
  } catch (error) {
    throw new Error(`invalid timeout value: ${(error as Error).message}`);
  }
}

function readCompressions(list: string): Compression[] {
  if (list === '') return [];
  return list.split(',').map((item) => {
    const algorithm = item.trim();
    if (algorithm === 'zstd') throw new NotEmbeddedError('compression "zstd"');
    if (algorithm === 'gzip' || algorithm === 'deflate' || algorithm === 'br') return algorithm;
    throw new Error(`unknown compression algorithm ${algorithm}, supported algorithms are [gzip deflate zstd br]`);
  });
}

function readResponseType(text: string): ResponseType {
  if (!RESPONSE_TYPES.includes(text)) throw new Error(`${text} does not belong to ResponseType values`);
  return text as ResponseType;
}

function readResponseCallback(value: unknown): ExpectedStatuses | null {
  if (value === null || value === undefined) return null;
  if (value instanceof ExpectedStatuses) return value;
  throw new Error('unsupported responseCallback');
}
