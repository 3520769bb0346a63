import { types } from 'node:util';

/** A value as k6's `console.log` prints it: strings bare at the top, quoted inside; everything on one line. */
export function inspectValue(value: unknown): string {
  return typeof value === 'string' ? value : inspectNested(value, true, new Set());
}

function inspectNested(value: unknown, isTop: boolean, ancestors: ReadonlySet<object>): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'symbol':
      return value.description ?? '';
    case 'function':
      return '[object Function]';
    case 'undefined':
      return isTop ? 'undefined' : 'null';
    case 'object':
      return value === null ? 'null' : inspectObject(value, ancestors);
    default:
      return String(value);
  }
}

function inspectObject(value: object, ancestors: ReadonlySet<object>): string {
  if (ancestors.has(value)) return '[Circular]';
  if (types.isNativeError(value) || value instanceof Error) return String(value);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? '"Invalid Date"' : JSON.stringify(value);
  if (types.isAnyArrayBuffer(value)) {
    const bytes = [...new Uint8Array(value)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return `ArrayBuffer { [Uint8Contents]: <${bytes}>, byteLength: ${value.byteLength} }`;
  }

  const inside = new Set(ancestors).add(value);
  if (Array.isArray(value))
    return list(
      '[',
      Array.from(value, (item) => inspectNested(item, false, inside)),
      ']',
    );
  if (types.isTypedArray(value)) {
    return `${value.constructor.name}(${value.length}) ${list('[', Array.from(value, String), ']')}`;
  }
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${inspectNested(item, false, inside)}`);
  return list('{', entries, '}');
}

function list(open: string, items: readonly string[], close: string): string {
  return items.length === 0 ? `${open}${close}` : `${open} ${items.join(', ')} ${close}`;
}
