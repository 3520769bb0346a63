import { webcrypto } from 'node:crypto';
import { inspectValue } from '../log/inspect-value.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';

// What both the language and k6 have. All other globals of Node are hidden from scripts.
const LANGUAGE_GLOBALS = new Set([
  ...'AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error'.split(' '),
  ...'EvalError Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array JSON Map Math'.split(' '),
  ...'NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol'.split(' '),
  ...'SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet'.split(' '),
  ...'decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval isFinite isNaN'.split(' '),
  ...'parseFloat parseInt undefined unescape'.split(' '),
]);

/** What the global objects of all VUs inherit: to give each its own copy would take most of the time to make a VU. */
const LANGUAGE = Object.create(
  Object.prototype,
  Object.fromEntries(
    [...LANGUAGE_GLOBALS].map((name) => [
      name,
      { value: (globalThis as unknown as Record<string, unknown>)[name], writable: true, configurable: true },
    ]),
  ),
);

const CONSOLE_LEVELS = { log: 'info', info: 'info', warn: 'warning', error: 'error', debug: 'debug' } as const;

/** Names that scripts must not see although Node has them. */
export function hiddenGlobals(provided: ReadonlySet<string>): string[] {
  const names = new Set([...Object.getOwnPropertyNames(globalThis), 'require', 'module', 'exports', 'Buffer']);
  return [...names].filter((name) => !LANGUAGE_GLOBALS.has(name) && !provided.has(name));
}

/**
 * The globals of one VU. Each VU has its own `Math`, because `randomSeed` changes it, and its own global object.
 *
 * Differs from k6: VUs share the built-in prototypes, so that a script which changes one changes it for all.
 */
export function createScriptGlobals(
  vu: VirtualUser,
  open: (path: string, mode?: string) => string | ArrayBuffer,
): Record<string, unknown> {
  const vuMath = Object.create(Math, { random: { value: Math.random, writable: true, configurable: true } }) as Math;
  const globals: Record<string, unknown> = {
    __ENV: vu.env,
    __VU: vu.id,
    open,
    console: createConsole(vu),
    ...vu.timers.functions,
    crypto: webcrypto,
    TextEncoder,
    TextDecoder,
    Math: vuMath,
  };
  const globalObject = Object.assign(Object.create(LANGUAGE) as Record<string, unknown>, globals);
  globalObject.globalThis = globalObject;
  globalObject.global = globalObject;
  vu.math = vuMath;
  return { ...globals, globalThis: globalObject, global: globalObject };
}

function createConsole(vu: VirtualUser): Record<string, (...values: unknown[]) => void> {
  return Object.fromEntries(
    Object.entries(CONSOLE_LEVELS).map(([method, level]) => [
      method,
      (...values: unknown[]) => vu.log(level, values.map(inspectValue).join(' '), { source: 'console' }),
    ]),
  );
}
