/** Whether a value can be percent-encoded: half a character of UTF-16 cannot. */
export function isEncodable(value: string): boolean {
  try {
    return encodeURIComponent(value) !== '';
  } catch {
    return false;
  }
}

/** Puts a value in the place of `{name}`, percent-encoded, so that it cannot change the path. */
export function fillPath(template: string, name: string, value: string): string {
  return template.replaceAll(`{${name}}`, encodeURIComponent(value));
}
