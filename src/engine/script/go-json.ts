import { types } from 'node:util';
import { EXIT_CODES, TestRunError } from '../exit-codes.ts';

/**
 * JSON as Go writes it: dates, maps, sets and bytes in its own way, null for what is undefined.
 *
 * @param failure How the error begins.
 * @throws TestRunError for functions and for numbers that JSON does not have, exit code 255.
 */
export function toGoJson(value: unknown, failure: string): string {
  return JSON.stringify(value, function (this: unknown, key, json: unknown) {
    return asGoDoes((this as Readonly<Record<string, unknown>>)[key], json, failure);
  });
}

function asGoDoes(value: unknown, json: unknown, failure: string): unknown {
  const refuse = (what: string) => new TestRunError(`${failure}: json: unsupported ${what}`, EXIT_CODES.other);
  if (typeof value === 'function') throw refuse('type: func(sobek.FunctionCall) sobek.Value');
  if (Number.isNaN(value)) throw refuse('value: NaN');
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    throw refuse(`value: ${value > 0 ? '+' : '-'}Inf`);
  if (typeof value === 'bigint') return Number(value);
  if (types.isDate(value)) return value.toISOString().replace(/\.?0*Z$/, 'Z');
  if (types.isMap(value) || types.isSet(value)) return [...value];
  if (types.isUint8Array(value)) return Buffer.from(value).toString('base64');
  return json === undefined ? null : json;
}
