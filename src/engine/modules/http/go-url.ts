import { quoteGo } from './go-format.ts';

/** A URL split and normalised as Go's net/url does: unlike WHATWG's, `http://h` gets no slash and text stays verbatim. */
export interface GoUrl {
  /** Lower case; empty for a relative URL. */
  readonly scheme: string;
  /** `user:password`, still percent-encoded, or undefined. */
  readonly userInfo: string | undefined;
  /** `name:port` as written. */
  readonly host: string;
  /** Without port and without the brackets of IPv6. */
  readonly hostname: string;
  readonly port: number;
  /** What connections are kept by: scheme, host name and port. */
  readonly origin: string;
  /** What goes on the request line, each character a byte. */
  readonly requestPath: string;
  /** The path alone, `/` when empty, for cookies. */
  readonly path: string;
  readonly href: string;
  /** `href` with the credentials masked: what tags show. */
  readonly cleanHref: string;
}

const CACHE_LIMIT = 5000;
const cache = new Map<string, GoUrl>();

/**
 * Parses a URL as Go's url.Parse does. Results are shared.
 * @throws {Error} With Go's text, such as `parse "http://a b/": invalid character " " in host name`.
 */
export function parseGoUrl(text: string): GoUrl {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  // Scripts with unique URLs must not fill the memory; starting afresh is cheap.
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

/** Resolves a `Location` header. @throws {Error} as {@link parseGoUrl} */
export function resolveGoUrl(base: GoUrl, location: string): GoUrl {
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(location)) return parseGoUrl(location);
  if (location.startsWith('//')) return parseGoUrl(`${base.scheme}:${location}`);
  const { pathname, search, hash } = new URL(location, `http://h${base.requestPath}`);
  return parseGoUrl(`${base.scheme}://${base.host}${pathname}${search}${hash}`);
}

/** `href` as Go prints it in errors: the password is replaced, the user name is not. */
export function redactedHref(url: GoUrl): string {
  const colon = url.userInfo?.indexOf(':') ?? -1;
  if (url.userInfo === undefined || colon === -1) return url.href;
  return url.href.replace(`${url.userInfo}@`, `${url.userInfo.slice(0, colon)}:***@`);
}

function parse(text: string): GoUrl {
  const fail = (reason: string) => new Error(`parse ${quoteGo(text)}: ${reason}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\x00-\x1f\x7f]/.test(text)) throw fail('net/url: invalid control character in URL');
  const hashAt = text.indexOf('#');
  const beforeHash = hashAt === -1 ? text : text.slice(0, hashAt);
  const fragment = hashAt === -1 ? '' : text.slice(hashAt);
  if (beforeHash.startsWith(':')) throw fail('missing protocol scheme');
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(\/\/[^/?]*)?([^?]*)(\?.*)?$/s.exec(beforeHash);
  const [, rawScheme = '', authority = '', rawPath = '', query = ''] = match ?? [];
  const scheme = rawScheme.toLowerCase();
  if (scheme === '' && authority === '' && /^[^/]*:/.test(rawPath)) {
    throw fail('first path segment in URL cannot contain colon');
  }
  const at = authority.lastIndexOf('@');
  const userInfo = at === -1 ? undefined : authority.slice(2, at);
  const host = authority.slice(at === -1 ? 2 : at + 1);
  const { hostname, port } = splitHost(host, scheme, fail);
  const path = escapePath(rawPath, fail);
  const hasHost = authority !== '';
  const prefix = `${scheme === '' ? '' : `${scheme}:`}${hasHost ? '//' : ''}`;
  const tail = `${host}${path}${query}${fragment}`;
  const user = userInfo === undefined ? '' : `${userInfo}@`;
  const mask = userInfo === undefined ? '' : userInfo.includes(':') ? '****:****@' : '****@';
  return {
    scheme,
    userInfo,
    host,
    hostname,
    port,
    origin: `${scheme}://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`,
    requestPath: (path === '' ? '/' : path) + toBytes(query),
    path: path === '' ? '/' : path,
    href: prefix + user + tail,
    cleanHref: prefix + mask + tail,
  };
}

// Go sends a query as it is, even a blank, which hardly any server takes.
function toBytes(query: string): string {
  return /^[\x20-\x7e]*$/.test(query) ? query : Buffer.from(query).toString('latin1');
}

function splitHost(host: string, scheme: string, fail: (reason: string) => Error) {
  const bracket = host.startsWith('[') ? host.indexOf(']') : -1;
  if (host.startsWith('[') && bracket === -1) throw fail("missing ']' in host");
  const colon = host.indexOf(':', bracket === -1 ? 0 : bracket);
  const name = colon === -1 ? host : host.slice(0, colon);
  const portText = colon === -1 ? '' : host.slice(colon);
  if (!/^(?::\d*)?$/.test(portText)) throw fail(`invalid port ${quoteGo(portText)} after host`);
  const bad = /[ "<>\\^`{|}]/.exec(name);
  if (bad !== null) throw fail(`invalid character ${quoteGo(bad[0])} in host name`);
  const port = portText.length > 1 ? Number(portText.slice(1)) : scheme === 'https' ? 443 : 80;
  return { hostname: bracket === -1 ? name : name.slice(1, bracket), port };
}

// Go keeps a path that is validly encoded as it is; otherwise it decodes and encodes the whole of it anew.
function escapePath(path: string, fail: (reason: string) => Error): string {
  const badEscape = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(path);
  if (badEscape !== null) throw fail(`invalid URL escape ${quoteGo(badEscape[0])}`);
  if (/^[A-Za-z0-9\-._~!$&'()*+,;=:@/[\]%]*$/.test(path)) return path;
  const encoded = encodeURI(path.replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))));
  return encoded.replace(/[!'()*#?[\]]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
