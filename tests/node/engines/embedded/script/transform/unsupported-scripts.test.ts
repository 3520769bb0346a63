import { expect, test } from 'vitest';
import { transformScript } from '../../../../../../src/node/engines/embedded/script/transform/transform-script.ts';
import { UnsupportedScriptError } from '../../../../../../src/node/engines/embedded/script/transform/unsupported-script-error.ts';

const IMPORT = `import http from 'k6/http';\n`;

/** Script after the import, and the start of the only line of the report: where, and what. */
const REFUSED: Record<string, readonly [string, string]> = {
  'a constructor': [`class A { constructor() { http.get('a') } }`, 's.js:2:27 A constructor makes'],
  'a part of a response that is not there': [
    `const r = http.get('a'); r.html('p')`,
    's.js:2:26 The embedded engine has no Response.html()',
  ],
  'an authentication that is not there': [
    `http.get('a', { auth: 'digest' })`,
    's.js:2:17 The embedded engine has no digest authentication',
  ],
  'a getter': [`const o = { get a() { return http.get('a') } }`, 's.js:2:30 A getter or setter makes'],
  'a getter by defineProperty': [
    `const o = Object.defineProperty({}, 'a', { get: () => http.get('a') })`,
    's.js:2:49 A getter or setter makes',
  ],
  'a class field': [`class A { x = http.get('a') }`, 's.js:2:15 A class field or static block makes'],
  'a static block': [`class A { static { http.get('a') } }`, 's.js:2:20 A class field or static block makes'],
  'a generator': [`function* g() { yield http.get('a') }`, 's.js:2:23 A generator makes'],
  'a template tag': ["const t = () => http.get('a'); t`x`", 's.js:2:32 A template tag blocks'],
  'new of a blocking function': [`function F() { http.get('a') } new F()`, 's.js:2:32 new runs a blocking function'],
  'a sort callback': [`[1].sort((a, b) => http.get('a').status)`, 's.js:2:10 A blocking function is handed to "sort"'],
  'a replace callback': [
    `'a'.replace(/a/, () => http.get('a'))`,
    's.js:2:18 A blocking function is handed to "replace"',
  ],
  'a JSON reviver': [`JSON.parse('1', () => http.get('a'))`, 's.js:2:17 A blocking function is handed to "parse"'],
  'an Array.from mapper': [`Array.from([1], () => http.get('a'))`, 's.js:2:17 A blocking function is handed to "from"'],
  'a promise executor': [
    `new Promise((f) => f(http.get('a')))`,
    's.js:2:13 A blocking function is handed to "Promise"',
  ],
  'a toString method': [
    `const o = { toString: () => http.get('a').body }`,
    's.js:2:23 A blocking function is the property',
  ],
  'a toJSON method': [`class A { toJSON() { return http.get('a') } }`, 's.js:2:17 A blocking function is the property'],
  'an iterator': [
    `const o = { [Symbol.iterator]() { return this }, next() { return http.get('a') } }`,
    's.js:2:54 A blocking function is the property "next"',
  ],
  'a chain that goes on': [
    `const o = { f: () => http.get('a') }; const b = o?.f().body.length`,
    's.js:2:49 An optional chain goes on',
  ],
  'arguments of an arrow': [
    `function f() { return () => http.get(arguments[0]) }`,
    's.js:2:38 A blocking arrow function uses arguments',
  ],
  'direct eval': [`const f = () => http.get('a'); eval('f()')`, 's.js:2:32 eval() next to'],
  require: [`const k6 = require('k6')`, 's.js:2:12 require() hides'],
  'dynamic import': [`const f = import('k6')`, 's.js:2:11 k6 has no dynamic import'],
  'import.meta': [`const u = import.meta.url`, 's.js:2:11 import.meta has only'],
  'export *': [`export * from 'k6'`, 's.js:2:1 export * hides'],
};

test.each(Object.entries(REFUSED))('transformScript() refuses %s by place and reason', (_name, [script, start]) => {
  let error: unknown;
  try {
    transformScript(IMPORT + script, 's.js');
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(UnsupportedScriptError);
  expect((error as UnsupportedScriptError).message.split('\n').slice(1)).toEqual([expect.stringContaining(start)]);
});

test('transformScript() reports all problems of a script together', () => {
  const script = `${IMPORT}class A { x = http.get('a') }\nfunction* g() { http.get('b') }`;
  expect(() => transformScript(script, 's.js')).toThrow(/s\.js:2:15 .*\ns\.js:3:17 /);
});

test('transformScript() gives up on a script where everything reaches everything', () => {
  const names = Array.from({ length: 2_100 }, (_, index) => `v${index}`);
  const ring = names.map((name, index) => `${name} = ${names[(index + 1) % names.length]};`);
  const script = `${IMPORT}let ${names.map((name) => `${name} = {}`).join()};\n${ring.join('\n')}\nv0.f = () => http.get('a');`;
  expect(() => transformScript(script, 's.js')).toThrow('s.js:1:1 The libraries in this bundle are too large');
}, 60_000);

test('transformScript() names the place of a syntax error', () => {
  expect(() => transformScript('let a = 1;\nlet a = 2', 's.js')).toThrow(/^s\.js:2:5 /);
});

test('transformScript() names what a script imports and exports', () => {
  const { imports, exportNames } = transformScript(
    `import http, { file as f } from 'k6/http';\nimport * as k6 from 'k6';\nimport 'k6/x/y';\nconst { put } = http; http.get(f); k6.sleep(1);\nexport const options = {}, [a, { b }] = []; export { a as c }; export { fail as default } from 'k6';`,
    's.js',
  );
  expect(imports).toEqual([
    {
      specifier: 'k6/http',
      line: 1,
      names: [
        { name: 'put', line: 4, through: 'default' },
        { name: 'get', line: 4, through: 'default' },
        { name: 'file', line: 1, through: 'name' },
      ],
    },
    { specifier: 'k6', line: 2, names: [{ name: 'sleep', line: 4, through: 'namespace' }] },
    { specifier: 'k6/x/y', line: 3, names: [] },
    { specifier: 'k6', line: 5, names: [{ name: 'fail', line: 5, through: 'name' }] },
  ]);
  expect([...exportNames].sort()).toEqual(['a', 'b', 'c', 'default', 'options']);
});
