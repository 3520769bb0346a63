const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const canonicalNames = new Map<string, string>();

/** `x-foo-bar` as `X-Foo-Bar`. Names that are not valid tokens stay as they are (k6: textproto.CanonicalMIMEHeaderKey). */
export function canonicalHeaderName(name: string): string {
  const known = canonicalNames.get(name);
  if (known !== undefined) return known;
  const canonical = TOKEN.test(name)
    ? name.toLowerCase().replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
    : name;
  if (canonicalNames.size < 10_000) canonicalNames.set(name, canonical);
  return canonical;
}

/** Whether a header or method name may go on the wire. */
export function isToken(name: string): boolean {
  return TOKEN.test(name);
}

/** Whether a header value may go on the wire. */
export function isHeaderValue(value: string): boolean {
  return !CONTROL.test(value);
}
