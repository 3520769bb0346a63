import { type Found, type FoundRequest, isSecret, type Path, Secret, ToFill, withoutSecrets } from './found-request.ts';
import { sharesOf } from './shares.ts';

/** What we read of a HAR file, version 1.2. */
interface Har {
  readonly log: { readonly entries: readonly Entry[] };
}

interface Entry {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: readonly Pair[];
    /** Null with some tools where there is none. */
    readonly postData?: {
      readonly mimeType?: string;
      readonly text?: string;
      readonly params?: readonly Pair[];
    } | null;
  };
  /** Left out by some tools where none came. */
  readonly response?: { readonly status: number; readonly content?: { readonly mimeType?: string } };
}

interface Pair {
  readonly name: string;
  readonly value?: string;
}

const MOST_REQUESTS = 30;
const MOST_PATHS = 25;
const NO_ANSWER = { status: 0 };
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const STATIC_TYPE = /^(?:image|font|video|audio)\/|css|javascript|text\/html|wasm/i;
const STATIC_FILE = /\.(?:m?js|css|map|html?|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|mp4|webm|wasm|webmanifest)$/i;
/** Numbers, UUIDs, and what else no person would have named. */
const KEY = /^(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,})$/i;

export function isHar(value: unknown): value is Har {
  return Array.isArray((value as Har | undefined)?.log?.entries);
}

/**
 * The requests to one API of which a HAR file tells. No secret of it is kept.
 *
 * @param baseUrl where the API is; empty for the only host that there is
 * @returns a line where that cannot be told
 */
export function readHar({ log: { entries } }: Har, baseUrl: string): Found | string {
  const ofApis = entries.filter((entry) => !isStatic(entry));
  const hosts = [...new Set(ofApis.map(({ request }) => new URL(request.url).origin))];
  const base = baseUrl === '' && hosts.length === 1 ? `${hosts[0]}` : baseUrl.replace(/\/+$/, '');
  if (base === '' && hosts.length > 0)
    return `there are requests to several hosts: give BASE_URL, one of ${hosts.join(', ')}`;
  const ofApi = ofApis.filter(({ request: { url } }) => url.startsWith(`${base}/`));
  const sent = ofApi.filter(({ request, response: { status } = NO_ANSWER }) => {
    return METHODS.includes(request.method.toLowerCase()) && ((status >= 200 && status < 300) || status === 304);
  });
  if (sent.length === 0) return `no request to ${base || 'an API'} that was answered is in it`;
  const kinds = groups(sent, base).sort((a, b) => b[1].length - a[1].length);
  const kept = kinds.slice(0, MOST_REQUESTS);
  const shares = sharesOf(kept.map(([, { length }]) => length));
  return {
    baseUrl: base,
    requests: kept.map(([, group], index) => requestOf(group, base, shares[index] ?? 1)),
    remarks: [
      `BASE_URL=${base}`,
      ...left(entries.length - ofApis.length, 'of static files and pages'),
      ...left(ofApis.length - ofApi.length, 'to other addresses'),
      ...left(ofApi.length - sent.length, 'with other methods, or that were not answered with 2xx'),
      ...left(kinds.slice(MOST_REQUESTS).flatMap(([, group]) => group).length, 'of kinds that came seldom'),
      ...(sent.some(({ request }) => headerOf(request, 'authorization') !== undefined)
        ? ['Requests had a header Authorization: give it as AUTHORIZATION, which all requests are sent with']
        : []),
    ],
  };
}

function left(count: number, what: string): string[] {
  return count === 0 ? [] : [`Left out: ${count} ${count === 1 ? 'request' : 'requests'} ${what}`];
}

function isStatic({ request: { url }, response }: Entry): boolean {
  const { protocol, pathname } = new URL(url);
  return (
    !protocol.startsWith('http') || STATIC_FILE.test(pathname) || STATIC_TYPE.test(response?.content?.mimeType ?? '')
  );
}

function groups(entries: readonly Entry[], base: string): [string, Entry[]][] {
  const kinds = new Map<string, Entry[]>();
  for (const entry of entries) {
    const kind = `${entry.request.method} ${templateOf(entry, base)}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), entry]);
  }
  return [...kinds];
}

function requestOf(entries: readonly Entry[], base: string, share: number): FoundRequest {
  const [first] = entries as [Entry];
  const paths = new Map(entries.map((entry) => [JSON.stringify(pathOf(entry, base)), pathOf(entry, base)]));
  const { status } = first.response ?? NO_ANSWER;
  return {
    method: first.request.method.toLowerCase() as FoundRequest['method'],
    template: templateOf(first, base),
    paths: [...paths.values()].slice(0, MOST_PATHS),
    share,
    expect: status === 304 ? 200 : status,
    headers: Object.fromEntries(
      (first.request.headers ?? [])
        .filter(({ name }) => isSecret(name, '') && !/^(?:authorization|:.*|sec-.*)$/i.test(name))
        .map(({ name }) => [name, new Secret(name)]),
    ),
    ...bodyOf(first),
  };
}

function bodyOf({ request: { postData } }: Entry): Pick<FoundRequest, 'body' | 'isForm'> {
  if (!postData || (!postData.text && !postData.params?.length)) return {};
  const { mimeType = '', text = '', params = [] } = postData;
  if (/x-www-form-urlencoded/i.test(mimeType)) {
    // Chrome writes params as they were encoded, other tools decoded; the text is the same.
    const pairs =
      text === '' ? params.map(({ name, value = '' }) => [name, value] as const) : new URLSearchParams(text);
    return { body: withoutSecrets(formOf([...pairs])), isForm: true };
  }
  const json = jsonOf(text);
  if (typeof json === 'object' && json !== null) return { body: withoutSecrets(json) };
  return { body: new ToFill(`a body of type ${mimeType.replace(/[^\w/+.;= -]/g, '')}`) };
}

/** A form; values of a name that comes several times are a list. */
function formOf(pairs: readonly (readonly [name: string, value: string])[]): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length > 1 ? all : `${all[0]}`]));
}

/** Undefined where it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keys become `{id}`, and values of a query `{name}`. */
function templateOf({ request }: Entry, base: string): string {
  const { path, query } = partsOf(request.url, base);
  const segments = path.split('/').map((segment) => (KEY.test(segment) || isSecret('', segment) ? '{id}' : segment));
  const names = [...new Set(query.map(([name]) => `${encodeURIComponent(name)}={${name.replace(/\W/g, '_')}}`))];
  return segments.join('/') + (names.length > 0 ? `?${names.join('&')}` : '');
}

function pathOf({ request }: Entry, base: string): Path {
  const { path, query } = partsOf(request.url, base);
  const segments = path
    .split('/')
    .flatMap(
      (segment, index): Path => [
        index === 0 ? '' : '/',
        isSecret('', segment) && !KEY.test(segment) ? new Secret('path') : segment,
      ],
    );
  const values = query.flatMap(
    ([name, value], index): Path => [
      `${index === 0 ? '?' : '&'}${encodeURIComponent(name)}=`,
      isSecret(name, value) ? new Secret(name) : encodeURIComponent(value),
    ],
  );
  return [...segments, ...values];
}

function partsOf(url: string, base: string): { path: string; query: [string, string][] } {
  const { pathname, searchParams } = new URL(url);
  return { path: pathname.slice(new URL(base).pathname.replace(/\/$/, '').length), query: [...searchParams] };
}

function headerOf({ headers = [] }: Entry['request'], wanted: string): string | undefined {
  return headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
}
