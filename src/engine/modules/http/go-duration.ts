import { goTypeName, quoteGo } from './go-format.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const WHOLE = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d))+$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/g;

/**
 * Reads a duration as k6 takes it: a number of milliseconds, or text like `1m30s`, `300ms`, `300`.
 * @returns milliseconds
 * @throws {Error} With k6's text when it is neither.
 */
export function durationMsFromValue(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw new Error(`unable to use type ${goTypeName(value)} as a duration value`);
  const plain = Number(value);
  if (value.trim() !== '' && Number.isFinite(plain)) return plain;
  return parseGoDuration(value);
}

/**
 * Parses `1m30s`, with Go's units and `d` for days.
 * @returns milliseconds
 * @throws {Error} With Go's text when it does not parse.
 */
export function parseGoDuration(text: string): number {
  if (!WHOLE.test(text)) throw new Error(`time: invalid duration ${quoteGo(text)}`);
  let durationMs = 0;
  for (const [, amount, unit] of text.matchAll(PART)) durationMs += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return text.startsWith('-') ? -durationMs : durationMs;
}
