import { parseDurationMs } from '../units/duration.ts';
import { ipBytes } from './ip-address.ts';

/** Parsers for {@link Variable}: each gives the value, or undefined when the text is not allowed. */

export function wholeNumber(smallest: number, largest: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= smallest && value <= largest ? value : undefined;
  };
}

export function decimal(smallest: number, largest: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    return value >= smallest && value <= largest ? value : undefined;
  };
}

export function durationMs(shortestMs: number, longestMs: number): (text: string) => number | undefined {
  return (text) => {
    try {
      const value = parseDurationMs(text);
      return value >= shortestMs && value <= longestMs ? value : undefined;
    } catch {
      return undefined;
    }
  };
}

const BYTES_OF: Readonly<Record<string, number>> = { KB: 1_000, MB: 1_000_000, GB: 1_000_000_000 };

/** A whole number of KB, MB or GB, each a thousand of the one before. */
export function byteSize(smallest: number, largest: number): (text: string) => number | undefined {
  return (text) => {
    const [, amount = '', unit = ''] = /^(\d+)(KB|MB|GB)$/.exec(text) ?? [];
    const value = Number(amount) * (BYTES_OF[unit] ?? Number.NaN);
    return value >= smallest && value <= largest ? value : undefined;
  };
}

export function oneOf<const T extends string>(...allowed: readonly T[]): (text: string) => T | undefined {
  return (text) => allowed.find((value) => value === text);
}

/** What may stand in a user name or a password; all else is percent-encoded. */
const USER_TEXT = "(?:[\\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*";
const USER = `(?:${USER_TEXT}(?::${USER_TEXT})?@)?`;
const HOST = '(?:\\[([0-9a-f:.]+)\\]|\\w[\\w.-]*)(?::(\\d{1,5}))?';
const PATH = "(?:/(?:[\\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*)?";
const BASE_URL = new RegExp(`^https?://${USER}${HOST}${PATH}$`, 'i');
const REDIS_URL = new RegExp(`^rediss?://${USER}${HOST}(?:/\\d{0,9})?(?:\\?(.*))?$`, 'i');
const REDIS_OPTION = /^(?:db=\d{1,9}|protocol=[23])$/;

/** An address with scheme and host, without query or fragment; a closing slash is dropped. k6 has no `URL`. */
export function baseUrl(text: string): string | undefined {
  const [, v6, port] = BASE_URL.exec(text) ?? ['', 'none'];
  return isHost(v6, port) ? text.replace(/\/+$/, '') : undefined;
}

/** `redis://` or `rediss://`, with an optional user, password, port, database and options; empty for none. */
export function redisUrl(text: string): string | undefined {
  if (text === '') return '';
  const [, v6, port, options] = REDIS_URL.exec(text) ?? ['', 'none'];
  const isKnown = options === undefined || options.split('&').every((option) => REDIS_OPTION.test(option));
  return isHost(v6, port) && isKnown ? text : undefined;
}

function isHost(v6: string | undefined, port: string | undefined): boolean {
  return (
    (v6 === undefined || ipBytes(v6) !== undefined) &&
    (port === undefined || wholeNumber(1, 65_535)(port) !== undefined)
  );
}

/** The value of an HTTP header; empty for none. */
export function headerValue(text: string): string | undefined {
  return /^[\t\x20-\x7e]*$/.test(text) ? text : undefined;
}

/** `a=1,b=2` as headers; a value may have a `=`, and no comma. Empty for none; commas alone name none. */
export function headerList(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text.split(',').filter((part) => part.trim() !== '');
  const headers = pairs.map((part) => /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*?)\s*$/.exec(part));
  const areHeaders = headers.every((pair) => pair !== null && headerValue(pair[2] ?? '') !== undefined);
  return areHeaders && (headers.length > 0 || text === '')
    ? Object.fromEntries(headers.map((pair) => [pair?.[1], pair?.[2]]))
    : undefined;
}

/** `1`, or `0` and empty. */
export function yesOrNo(text: string): boolean | undefined {
  if (text === '1') return true;
  return text === '0' || text === '' ? false : undefined;
}

/** A name or an address with `*` for any text. Redis takes no blank in a name; a comma would pass for a list. */
export function clientPattern(text: string): string | undefined {
  return /^[!-+\--~]+$/.test(text) ? text : undefined;
}
