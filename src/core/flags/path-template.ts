/** Puts a value in the place of `{name}`, percent-encoded, so that it cannot change the path. */
export function fillPath(template: string, name: string, value: string): string {
  return template.replaceAll(`{${name}}`, encodeURIComponent(value));
}
