/** Where and why a text is not JSON, in the words of Go's encoding/json, which k6 passes on to scripts. */
export function describeJsonSyntaxError(text: string): string {
  const { index, reason } = findSyntaxError(text);
  // Go counts a line break as the first character of the line it begins.
  const isLineBreak = text[index] === '\n';
  let line = isLineBreak ? 2 : 1;
  let lineStart = -1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at;
  }
  const character = isLineBreak ? 1 : index - lineStart;
  return `cannot parse json due to an error at line ${line}, character ${character} , error: ${reason}`;
}

interface SyntaxProblem {
  readonly index: number;
  readonly reason: string;
}

// Source of the limit and of the wording: encoding/json/scanner.go.
const MOST_DEPTH = 10_000;

const LISTS = {
  '{': { end: '}', context: 'after object key:value pair' },
  '[': { end: ']', context: 'after array element' },
} as const;
type List = keyof typeof LISTS;

// A plain descent, without recursion, which such depths are too much for. It is run only once JSON.parse has refused the text, which may have megabytes.
function findSyntaxError(text: string): SyntaxProblem {
  let at = 0;
  const open: List[] = [];
  const fail = (context: string): never => {
    if (at >= text.length) throw { index: text.length - 1, reason: 'unexpected end of JSON input' };
    throw { index: at, reason: `invalid character ${quoteCharacter(text, at)} ${context}` };
  };
  const skipSpace = () => {
    while (isSpace(text.charCodeAt(at))) at++;
  };
  const digits = (context: string) => {
    if (!isDigit(text.charCodeAt(at))) fail(context);
    while (isDigit(text.charCodeAt(at))) at++;
  };
  const string = () => {
    for (at++; text[at] !== '"'; at++) {
      if (at >= text.length || text.charAt(at) < ' ') fail('in string literal');
      if (text[at] !== '\\') continue;
      at++;
      if (!/["\\/bfnrtu]/.test(text.charAt(at))) fail('in string escape code');
      if (text[at] !== 'u') continue;
      for (let i = 0; i < 4; i++) {
        at++;
        if (!/[0-9a-fA-F]/.test(text.charAt(at))) fail('in \\u hexadecimal character escape');
      }
    }
    at++;
  };
  const number = () => {
    if (text[at] === '-') at++;
    if (text[at] === '0') at++;
    else digits('in numeric literal');
    if (text[at] === '.') {
      at++;
      digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(text.charAt(at))) {
      at++;
      if (/[+-]/.test(text.charAt(at))) at++;
      digits('in exponent of numeric literal');
    }
  };
  const key = () => {
    skipSpace();
    if (text[at] !== '"') fail('looking for beginning of object key string');
    string();
    skipSpace();
    if (text[at] !== ':') fail('after object key');
    at++;
  };
  /** Goes into a list. Returns whether it is over already. */
  const begin = (list: List): boolean => {
    if (open.length === MOST_DEPTH) fail('exceeded max depth');
    at++;
    skipSpace();
    if (text[at] === LISTS[list].end) {
      at++;
      return true;
    }
    open.push(list);
    if (list === '{') key();
    return false;
  };
  /** Reads a value, of a list its begin. Returns whether it is whole. */
  const value = (): boolean => {
    skipSpace();
    const first = text.charAt(at);
    if (first === '{' || first === '[') return begin(first);
    if (first === '"') string();
    else if (/[-\d]/.test(first)) number();
    else literal(first);
    return true;
  };
  const literal = (first: string) => {
    const word = ['true', 'false', 'null'].find((each) => each[0] === first);
    if (word === undefined) return fail('looking for beginning of value');
    for (const expected of word) {
      if (text[at] !== expected) fail(`in literal ${word} (expecting '${expected}')`);
      at++;
    }
  };
  /** Goes on behind a value. Returns whether another one follows. */
  const next = (): boolean => {
    for (let list = open.at(-1); list !== undefined; list = open.at(-1)) {
      skipSpace();
      if (text[at] === ',') {
        at++;
        if (list === '{') key();
        return true;
      }
      if (text[at] !== LISTS[list].end) fail(LISTS[list].context);
      at++;
      open.pop();
    }
    return false;
  };
  try {
    while (!value() || next());
    skipSpace();
    fail('after top-level value');
  } catch (problem) {
    return problem as SyntaxProblem;
  }
  return { index: at, reason: 'invalid JSON' };
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b && code !== 0x0c);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function quoteCharacter(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (character === "'") return "'\\''";
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }[character];
  return `'${named ?? (character < ' ' ? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}` : character)}'`;
}
