import { addToField } from '../../../core/records/named-fields.ts';
import { GoError } from '../../vu/go-error.ts';
import { CookieJar } from './cookie-jar.ts';
import { type GoUrl, parseGoUrl } from './go-url.ts';
import type { Cookie } from './set-cookie.ts';

const jars = new WeakMap<ScriptCookieJar, CookieJar>();

/** The jar behind an object that a script holds, or undefined when it is none. */
export function jarOf(value: unknown): CookieJar | undefined {
  return value instanceof ScriptCookieJar ? jars.get(value) : undefined;
}

/** `http.CookieJar`, and what `http.cookieJar()` returns. */
export class ScriptCookieJar {
  /** Names and values of the cookies that go to `url`. */
  readonly cookiesForURL: (url: string) => Record<string, string[]>;
  /** Sets a cookie. @throws {GoError} when `options.expires` is not in RFC 1123 form */
  readonly set: (
    url: string,
    name: string,
    value: string,
    options?: Readonly<Record<string, unknown>> | null,
  ) => boolean;
  readonly delete: (url: string, name: string) => void;
  readonly clear: (url: string) => void;

  /** Its methods are properties of its own, which need no `this`. */
  constructor(jar = new CookieJar()) {
    jars.set(this, jar);
    this.cookiesForURL = (url) => {
      const found: Record<string, string[]> = {};
      for (const { name, value } of jar.matching(parse(url))) addToField(found, name, value);
      return found;
    };
    this.set = (url, name, value, options) => {
      const cookie = { ...emptyCookie(String(name)), value: String(value) };
      for (const [key, option] of Object.entries(options ?? {})) Object.assign(cookie, readOption(key, option));
      jar.store(parse(url), [cookie]);
      return true;
    };
    this.delete = (url, name) => {
      if (name === '') throw new GoError('cookie: is null');
      jar.store(parse(url), [{ ...emptyCookie(name), maxAgeSeconds: -1 }]);
    };
    this.clear = (url) => {
      for (const name of Object.keys(this.cookiesForURL(url))) this.delete(url, name);
    };
  }
}

function emptyCookie(name: string): Cookie {
  return {
    name,
    value: '',
    path: '',
    domain: '',
    expiresAt: undefined,
    maxAgeSeconds: 0,
    secure: false,
    httpOnly: false,
  };
}

function readOption(key: string, value: unknown): Partial<Cookie> {
  switch (key.toLowerCase()) {
    case 'path':
      return { path: String(value) };
    case 'domain':
      return { domain: String(value) };
    case 'max_age':
      return { maxAgeSeconds: Math.trunc(Number(value)) || 0 };
    case 'secure':
      return { secure: Boolean(value) };
    case 'http_only':
      return { httpOnly: Boolean(value) };
    case 'expires': {
      const text = String(value);
      const expiresAt = Date.parse(text);
      if (text !== '' && (Number.isNaN(expiresAt) || !/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} /.test(text))) {
        throw new GoError(
          `unable to parse "expires" date string "${text}": expected the form "Mon, 02 Jan 2006 15:04:05 MST"`,
        );
      }
      return { expiresAt: text === '' ? undefined : expiresAt };
    }
    default:
      return {};
  }
}

function parse(url: unknown): GoUrl {
  try {
    return parseGoUrl(String(url));
  } catch (error) {
    throw new GoError((error as Error).message);
  }
}
