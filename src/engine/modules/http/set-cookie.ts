/** A cookie as a `Set-Cookie` header or a script gave it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly domain: string;
  /** Milliseconds since the epoch, undefined when not given. */
  readonly expiresAt: number | undefined;
  /** Seconds; 0 when not given, -1 for "now". */
  readonly maxAgeSeconds: number;
  readonly secure: boolean;
  readonly httpOnly: boolean;
}

/** Parses one `Set-Cookie` header; undefined when it is not valid (k6: net/http readSetCookies). */
export function parseSetCookie(header: string): Cookie | undefined {
  const [pair = '', ...attributes] = header.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, Math.max(0, equals)).trim();
  const value = unquote(pair.slice(equals + 1).trim());
  if (equals === -1 || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return undefined;
  if (!/^[\x20-\x7e]*$/.test(value) || /[";\\]/.test(value)) return undefined;
  const found = new Map<string, string>();
  for (const attribute of attributes) {
    const at = attribute.indexOf('=');
    const key = (at === -1 ? attribute : attribute.slice(0, at)).trim().toLowerCase();
    found.set(key, at === -1 ? '' : attribute.slice(at + 1).trim());
  }
  const maxAge = Number.parseInt(found.get('max-age') ?? '', 10);
  const expiresAt = Date.parse(found.get('expires') ?? '');
  return {
    name,
    value,
    path: found.get('path') ?? '',
    domain: found.get('domain') ?? '',
    expiresAt: Number.isNaN(expiresAt) ? undefined : expiresAt,
    maxAgeSeconds: Number.isNaN(maxAge) ? 0 : maxAge <= 0 ? -1 : maxAge,
    secure: found.has('secure'),
    httpOnly: found.has('httponly'),
  };
}

function unquote(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
