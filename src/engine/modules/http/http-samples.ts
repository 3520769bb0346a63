import type { TagSet } from '../../metrics/metric-types.ts';
import type { VuContext } from '../../vu/vu-context.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { RequestError } from './request-error.ts';
import type { Timings } from './timings.ts';

/** How one exchange ended, for its tags. */
interface ExchangeResult {
  readonly method: string;
  /** The URL without credentials. */
  readonly cleanHref: string;
  /** 0 when it failed. */
  readonly status: number;
  readonly protocol: string;
  readonly tlsVersion: string | undefined;
  readonly error: RequestError | undefined;
  readonly timings: Timings;
}

const MOST_TAG_SETS = 5000;
const METRICS = [
  'http_reqs',
  'http_req_duration',
  'http_req_blocked',
  'http_req_connecting',
  'http_req_tls_handshaking',
  'http_req_sending',
  'http_req_waiting',
  'http_req_receiving',
  'http_req_failed',
];
// Tags repeat from request to request and from VU to VU; finding the set again by a short key is all that the usual
// request pays.
const tagSets = new WeakMap<TagSet, Map<string, TagSet>>();

/** Emits the samples of HTTP exchanges for one VU. */
export class HttpSamples {
  readonly #vu: VuContext;

  constructor(vu: VuContext) {
    this.#vu = vu;
  }

  /** One sample per http metric, `http_req_failed` only if there is a response callback. */
  emit(request: ParsedRequest, result: ExchangeResult): void {
    const { responseCallback } = request;
    const isExpected = responseCallback?.matches(result.status);
    const tags = this.#tagSetOf(request, result, isExpected);
    const { duration, blocked, connecting, tls_handshaking, sending, waiting, receiving } = result.timings;
    const values = [1, duration, blocked, connecting, tls_handshaking, sending, waiting, receiving];
    if (isExpected !== undefined) values.push(isExpected ? 0 : 1);
    this.#vu.emitAll(METRICS, values, tags);
  }

  #tagSetOf(request: ParsedRequest, result: ExchangeResult, isExpected: boolean | undefined): TagSet {
    const { baseTags, tags } = request;
    let sets = tagSets.get(baseTags);
    if (sets === undefined || sets.size >= MOST_TAG_SETS) {
      sets = new Map();
      tagSets.set(baseTags, sets);
    }
    const name = tags?.name ?? request.nameTag ?? baseTags.tags.name ?? result.cleanHref;
    let key = `${result.method} ${result.status} ${isExpected} ${result.protocol} ${result.tlsVersion} ${name}`;
    if (result.error !== undefined) key += `\0${result.error.code} ${result.error.message}`;
    if (tags !== undefined) for (const tag in tags) key += `\0${tag}\0${tags[tag]}`;
    let set = sets.get(key);
    if (set === undefined) {
      const own = { ...tags, ...systemTags(result, name, isExpected) };
      // A request that outlived its group keeps the tags of its beginning.
      set = this.#vu.tagSet() === baseTags ? this.#vu.tagSet(own) : this.#vu.tagSet({ ...baseTags.tags, ...own });
      sets.set(key, set);
    }
    return set;
  }
}

function systemTags(result: ExchangeResult, name: string, isExpected: boolean | undefined): Record<string, string> {
  const { status, error, protocol, tlsVersion } = result;
  const tags: Record<string, string> = { name, url: name, method: result.method, status: String(status) };
  if (error !== undefined) {
    tags.error = error.message;
    tags.error_code = String(error.code);
  } else {
    if (status >= 400) tags.error_code = String(1000 + status);
    tags.proto = protocol;
    if (tlsVersion !== undefined) tags.tls_version = tlsVersion;
  }
  if (isExpected !== undefined) tags.expected_response = String(isExpected);
  return tags;
}
