/**
 * How Go prints a value that came out of a script: k6 puts such texts into form bodies and error messages.
 * Source of the rules: Go's package fmt, verbs %v, %T and %#v.
 */

/** `%v`: `<nil>`, `[1 2]`, `map[a:1 b:2]`, `1e-05`. */
export function formatGoValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return formatGoNumber(value);
  if (Array.isArray(value)) return `[${value.map(formatGoValue).join(' ')}]`;
  if (typeof value === 'object' && !(value instanceof Date)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, item]) => `${key}:${formatGoValue(item)}`).join(' ')}]`;
  }
  return String(value);
}

/** `%T`: the Go type that k6 exports the value to. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'function') return 'func(sobek.FunctionCall) sobek.Value';
  if (Array.isArray(value)) return '[]interface {}';
  if (value instanceof Date) return 'time.Time';
  if (value instanceof ArrayBuffer) return 'sobek.ArrayBuffer';
  if (ArrayBuffer.isView(value)) return TYPED_ARRAYS[value.constructor.name] ?? '[]uint8';
  return typeof value === 'object' ? 'map[string]interface {}' : typeof value;
}

/** `%#v`: Go syntax, `[]interface {}{"GET"}`. */
export function formatGoSyntax(value: unknown): string {
  if (typeof value === 'string') return quoteGo(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(formatGoSyntax).join(', ')}}`;
  return formatGoValue(value);
}

/** `%q`: in double quotes, control characters escaped. */
export function quoteGo(text: string): string {
  const escaped = text.replace(/["\\\n\r\t]/g, (character) => JSON.stringify(character).slice(1, -1));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be escaped
  return `"${escaped.replace(/[\x00-\x1f\x7f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
}

const TYPED_ARRAYS: Readonly<Record<string, string>> = {
  Int8Array: '[]int8',
  Int16Array: '[]int16',
  Uint16Array: '[]uint16',
  Int32Array: '[]int32',
  Uint32Array: '[]uint32',
  Float32Array: '[]float32',
  Float64Array: '[]float64',
  BigInt64Array: '[]int64',
  BigUint64Array: '[]uint64',
};

// Go switches to an exponent below 1e-4 (JavaScript: 1e-6) and writes it with two digits.
function formatGoNumber(value: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-4;
  const text = small ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
