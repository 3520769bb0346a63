// Text that strangers wrote, such as an API in its headers, a client of Redis in its name, or a result from elsewhere,
// for a terminal, a log of CI and its annotations.

/** Controls of a terminal (C0 but for the tab, C1), separators of lines, and what hides or reorders text. */
export const HARMFUL: RegExp = new RegExp(
  [
    String.raw`[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]`,
    String.raw`[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]`,
    // Tags: letters that nobody sees.
    String.raw`\udb40[\udc00-\udc7f]`,
  ].join('|'),
  'g',
);

/** What GitHub and Azure take for commands: `::` at the start of a line, `##[` anywhere. */
const COMMANDS = /^(\s*):(?=:)|#(?=#(?:\[|vso\[))/g;

/** How our own pages paint. */
const PAINT = String.raw`\u001b\[(?:[012]|3[123])m`;
const OWN_OR_HARMFUL = new RegExp(`(${PAINT}|\n)|${HARMFUL.source}`, 'g');

/** A text as one line in which nothing but letters can happen: what is harmful shows as `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return text
    .replace(HARMFUL, escapeCharacter)
    .replace(COMMANDS, (found, blanks = '') => `${blanks}${escapeCharacter(found.trimStart())}`);
}

/** The same for all texts in data, names of fields among them. */
export function printableData<Data>(data: Data): Data {
  return convert(data) as Data;
}

/** A whole page of ours: lines and colours stay. */
export function printablePage(page: string): string {
  return page.replace(OWN_OR_HARMFUL, (found, own) => own ?? escapeCharacter(found));
}

/** As Go does it, whose `%q` k6 logs with. */
export function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function convert(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, content]) => [printable(name), convert(content)]));
}
