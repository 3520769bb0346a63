/** Where and why a text is not JSON, in the words of Go's encoding/json, which k6 passes on to scripts. */
export function describeJsonSyntaxError(text: string): string {
  const { index, reason } = findSyntaxError(text);
  const before = text.slice(0, index);
  // Go counts a line break as the first character of the line it begins.
  const isLineBreak = text[index] === '\n';
  const line = before.split('\n').length + (isLineBreak ? 1 : 0);
  const character = isLineBreak ? 1 : index - before.lastIndexOf('\n');
  return `cannot parse json due to an error at line ${line}, character ${character} , error: ${reason}`;
}

interface SyntaxProblem {
  readonly index: number;
  readonly reason: string;
}

// A plain recursive descent, run only once JSON.parse has refused the text. Source of the wording: encoding/json/scanner.go.
function findSyntaxError(text: string): SyntaxProblem {
  let at = 0;
  const fail = (context: string): never => {
    if (at >= text.length) throw { index: text.length - 1, reason: 'unexpected end of JSON input' };
    throw { index: at, reason: `invalid character ${quoteCharacter(text, at)} ${context}` };
  };
  const skipSpace = () => {
    while (/[ \t\r\n]/.test(text.charAt(at))) at++;
  };
  const digits = (context: string) => {
    if (!/\d/.test(text.charAt(at))) fail(context);
    while (/\d/.test(text.charAt(at))) at++;
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
  const list = (close: string, context: string, item: () => void) => {
    at++;
    skipSpace();
    if (text[at] === close) {
      at++;
      return;
    }
    for (;;) {
      item();
      skipSpace();
      if (text[at] === close) break;
      if (text[at] !== ',') fail(context);
      at++;
    }
    at++;
  };
  const member = () => {
    skipSpace();
    if (text[at] !== '"') fail('looking for beginning of object key string');
    string();
    skipSpace();
    if (text[at] !== ':') fail('after object key');
    at++;
    value();
  };
  const value = () => {
    skipSpace();
    const first = text.charAt(at);
    if (first === '{') return list('}', 'after object key:value pair', member);
    if (first === '[') return list(']', 'after array element', value);
    if (first === '"') return string();
    if (/[-\d]/.test(first)) return number();
    const literal = ['true', 'false', 'null'].find((word) => word[0] === first);
    if (literal === undefined) return fail('looking for beginning of value');
    for (const expected of literal) {
      if (text[at] !== expected) fail(`in literal ${literal} (expecting '${expected}')`);
      at++;
    }
  };
  try {
    value();
    skipSpace();
    fail('after top-level value');
  } catch (problem) {
    return problem as SyntaxProblem;
  }
  return { index: at, reason: 'invalid JSON' };
}

function quoteCharacter(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (character === "'") return "'\\''";
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }[character];
  return `'${named ?? (character < ' ' ? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}` : character)}'`;
}
