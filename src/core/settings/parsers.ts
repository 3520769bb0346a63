import { parseDurationMs } from '../units/duration.ts';

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

export function oneOf<const T extends string>(...allowed: readonly T[]): (text: string) => T | undefined {
  return (text) => allowed.find((value) => value === text);
}

/** An address with scheme and host, without query or fragment; a closing slash is dropped. k6 has no `URL`. */
export function baseUrl(text: string): string | undefined {
  return /^https?:\/\/[^\s/?#]+(?:\/[^\s?#]*)?$/.test(text) ? text.replace(/\/+$/, '') : undefined;
}

/** What may stand in a user name or a password; all else is percent-encoded. */
const USER_TEXT = "(?:[\\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*";
const REDIS_URL = new RegExp(
  `^rediss?://(?:${USER_TEXT}(?::${USER_TEXT})?@)?(?:\\[[0-9a-f:.]+\\]|[^\\s@/:?#[\\]]+)(?::\\d{1,5})?(?:/\\d*)?(?:\\?[^\\s#]*)?$`,
  'i',
);

/** `redis://` or `rediss://`, with an optional user, password, port, database and options; empty for none. */
export function redisUrl(text: string): string | undefined {
  return text === '' || REDIS_URL.test(text) ? text : undefined;
}

/** A path of the API that contains every one of the placeholders, such as `{key}`. */
export function pathWith(...placeholders: readonly string[]): (text: string) => string | undefined {
  return (text) => (/^\/\S*$/.test(text) && placeholders.every((part) => text.includes(part)) ? text : undefined);
}

/** Names separated by commas; empty for none. */
export function nameList(text: string): readonly string[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  if (text === '') return [];
  return names.every((name) => name !== '') ? names : undefined;
}

/** The value of an HTTP header; empty for none. */
export function headerValue(text: string): string | undefined {
  return /^[\t\x20-\x7e]*$/.test(text) ? text : undefined;
}

/** `1`, `true` or `yes`, and `0`, `false` or `no`. */
export function yesOrNo(text: string): boolean | undefined {
  if (/^(?:1|true|yes)$/i.test(text)) return true;
  return /^(?:0|false|no|)$/i.test(text) ? false : undefined;
}
