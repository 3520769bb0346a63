// Globals that are there, those that are not, and the environment.
// args: -e GIVEN=yes -e EMPTY= -e EQUAL=a=b
const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const NAMES = [
  'URL',
  'URLSearchParams',
  'fetch',
  'Headers',
  'AbortController',
  'structuredClone',
  'queueMicrotask',
  'performance',
  'btoa',
  'atob',
  'Intl',
  'WeakRef',
  'SharedArrayBuffer',
  'process',
  'Buffer',
  'window',
  'global',
  'TextEncoder',
  'TextDecoder',
  'crypto',
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'setImmediate',
  'console',
  'open',
  'Map',
  'Proxy',
  'Reflect',
  'BigInt',
  'Atomics',
  'WebAssembly',
  'FinalizationRegistry',
  'Event',
  'EventTarget',
  'Blob',
  'FormData',
  'WebSocket',
  'navigator',
  '__ENV',
  '__VU',
];

console.log(
  __VU,
  attempt(() => typeof __ITER),
);

export const options = { iterations: 2 };

export default function () {
  console.log(NAMES.map((name) => `${name} ${typeof globalThis[name]}`).join(', '));
  console.log(typeof URL, typeof Buffer, typeof process, globalThis === global);
  __ENV.N = 5;
  console.log(
    __ENV.GIVEN,
    __ENV.EMPTY === '',
    __ENV.EQUAL,
    __ENV.MISSING,
    typeof __ENV.N,
    __ENV.N,
    'PATH' in __ENV,
    __VU,
    __ITER,
  );
  console.log(
    new TextDecoder().decode(new TextEncoder().encode('é')),
    attempt(() => open('x')),
  );
  console.log(attempt(() => missing));
}
