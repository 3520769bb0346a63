import { isEncodable } from '../flags/path-template.ts';

// Apart from the other parsers, whose expressions each VU would have to make.

/** A path of the API that contains every one of the placeholders, such as `{key}`; what is no ASCII is percent-encoded. */
export function pathWith(...placeholders: readonly string[]): (text: string) => string | undefined {
  return (text) =>
    /^\/(?:[!"$&-~]|%[0-9a-f]{2})*$/i.test(text) && placeholders.every((part) => text.includes(part))
      ? text
      : undefined;
}

/** As {@link pathWith}; empty for none. */
export function optionalPath(text: string): string | undefined {
  return text === '' ? '' : pathWith()(text);
}

/** Names separated by commas; empty for none. */
export function nameList(text: string): readonly string[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  if (text === '') return [];
  // Without control characters.
  return names.every((name) => isEncodable(name) && !/%(?:[01][\dA-F]|7F)/.test(encodeURIComponent(name)))
    ? names
    : undefined;
}
