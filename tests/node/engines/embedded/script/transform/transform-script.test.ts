import { expect, test } from 'vitest';
import { transformScript } from '../../../../../../src/node/engines/embedded/script/transform/transform-script.ts';
import { runOriginal, runTransformed } from './run-script.ts';

const IMPORTS = `import http from 'k6/http'; import { sleep, group, check } from 'k6'; `;

/** What each script does must not change: body of the module after the imports. */
const SCRIPTS: Record<string, string> = {
  'a plain call': `export default function () { const r = http.get('a'); console.log(r.status); return r.body }`,
  'calls in expressions': `export default () => [http.get('a').body + http.get('b').body, (http.get('c'), http.get('d')).body, \`\${http.get('e').body}\`, ...[http.get('f').body], { [http.get('g').body]: http.get('h').status }]`,
  'a loop': `export default function () { let n = 0; for (let i = 0; i < 3; i++) { if (i === 1) continue; n += http.get('u' + i).status } while (http.get('w').status === n) n++; do { n-- } while (http.get('x').status < n); return n }`,
  closures: `const make = (base) => { let n = 0; return (path) => http.get(base + path + n++) };\nexport default () => { const api = make('/v1/'); return [api('a').body, api('b').body] }`,
  'methods and this': `class Api { #base = 'p:'; path = ''; constructor(path) { this.path = path } get(x) { return http.get(this.#base + this.path + x).body } twice = () => this.get(1) + this.get(2); static make() { return new this('s') } static ping() { return http.get('ping').body } }\nclass Sub extends Api { get(x) { return 'sub' + super.get(x) } }\nexport default () => [new Api('a').get('b'), new Sub('q').twice(), Sub.make().get(7), Api.ping()]`,
  'object methods and shorthand': `const get = (u) => http.get(u).body; const api = { get, nested: { run() { return this.name + get('x') }, name: 'n' }, arrow: () => get('y'), ['comp' + 1]() { return get('z') } };\nexport default () => [api.get('a'), api.nested.run(), api.arrow(), api.comp1(), api['comp' + 1]()]`,
  'array callbacks': `const f = (u) => http.get(u).status === 200;\nexport default () => { const list = ['a', 'b', 'c']; list.forEach((u, i) => { console.log(i, http.get(u).body) }); return [list.map((u) => http.get(u).body), list.filter(f), list.some(f), list.every((u) => !f(u)), list.find(f), list.findIndex((u) => http.get(u).body === 'b'), list.reduce((all, u) => all + http.get(u).body, ''), list.reduceRight((all, u) => all + http.get(u).body), list.flatMap((u) => [u, http.get(u).body]), list.findLast(f), [, 'h'].map(f)] }`,
  'this in callbacks': `const o = { base: 'b', all() { return ['x', 'y'].map((p) => http.get(this.base + p).body) } };\nexport default () => o.all()`,
  recursion: `function walk(n) { return n === 0 ? [] : [http.get('r' + n).body, ...walk(n - 1)] }\nexport default () => walk(4)`,
  'mutual recursion through exports': `export function even(n) { return n === 0 ? http.get('even').body : odd(n - 1) }\nexport function odd(n) { return n === 0 ? 'odd' : even(n - 1) }\nexport default () => [even(4), odd(2)]`,
  'try catch finally': `function f(u) { try { return http.get(u).body } catch (e) { console.log(e.message); return http.get('after').body } finally { http.get('finally'); } }\nexport default () => [f('ok'), f('fail')]`,
  'an uncaught error': `export default () => { http.get('a'); http.get('fail b'); http.get('never') }`,
  'labels and switch': `export default function () { const out = []; outer: for (const a of [1, 2, 3]) { for (const b of [1, 2]) { if (http.get('l' + a + b).body === 'l21') continue outer; if (a === 3) break outer; switch (http.get('s' + b).body) { case http.get('s1').body: out.push('one'); break; default: out.push('other') } } } return out }`,
  'default parameters': `function f(a, b = http.get('b' + a).body, c = b + '!') { return [a, b, c] }\nconst g = (a = http.get('g').body) => a + '?'; const h = ({ x } = { x: 1 }) => http.get('h' + x).body;\nexport default () => [f('a'), f('a', 'B'), f('a', undefined, 'C'), g(), g(3), h(), h({ x: 2 }), f.length]`,
  'rest parameters and trailing commas': `const all = (...urls) => urls.map((u) => http.get(u).body); const rest = (a, ...[b, c = 'C']) => http.get(a + b + c).body; function tail(a, ...{ length }) { const f = () => http.get(a).body + length; return f() }\nconst comma = (\n  a,\n  b,\n) => http.get(a + b).body; function late(a = http.get('l').body, ...more) { return [a, more] } const bare = u => u + http.get(u).body\nclass A { one(a, ...b) { return http.get(a + b).body } static none() { return http.get('n').body } }\nexport default () => [all('a', 'b'), all(), rest('x', 'y'), tail('t', 1, 2), comma('p', 'q', 'r'), late(), late(1, 2, 3), bare('u', 'v'), new A().one(1, 2, 3), A.none('extra'), all.length, rest.length, comma.length]`,
  'optional chaining':
    `const o = { f: (u) => http.get(u), none: null };\nexport default () => [o?.f('a').body, o.none?.f('b'), o.g?.('c'), o?.f?.('d')?.body, http.get('e')?.body?.length, o.none?.f(http.get('skipped'))]`.replace(
      `o?.f('a').body`,
      `o.f('a').body`,
    ),
  'spread and apply': `function two(a, b) { return http.get(a + b).body }\nexport default () => [two(...['a', 'b']), two.apply(null, ['c', 'd']), two.call(null, 'e', 'f'), two.bind(null, 'g')('h'), http.get.call(null, 'i').body, Math.max(...['x'].map((u) => http.get(u).status))]`,
  aliases: `const { get, post: send } = http; const verbs = { get, send }; const other = http; const fetch = other.get;\nexport default () => [get('a').body, send('b').body, verbs.send('c').body, fetch('d').body, http['put']('e').body, (0, http.del)('f').body, ['get', 'post'].map((m) => http[m]('m').body)]`,
  'handlers by name': `const handlers = { a: () => http.get('a').body, b: () => 'b' }; handlers['c' + 1] = function () { sleep(1); return this === handlers };\nexport default () => [Object.keys(handlers).map((k) => handlers[k]()), Object.values(handlers).map((h) => h === null), handlers.c1()]`,
  'entries and maps': `const m = new Map([['a', () => http.get('a').body]]); m.set('b', () => http.get('b').body); const s = new Set([() => http.get('s').body]);\nexport default () => { const out = []; for (const [k, f] of m) out.push(k, f()); for (const f of s) out.push(f()); for (const [, f] of Object.entries({ x: () => http.get('x').body })) out.push(f()); out.push(m.get('a')()); m.forEach((f, k) => { out.push(k, f()) }); return out }`,
  'group and check': `export default () => [group('g', () => { sleep(1); return http.get('in').body }), group('plain', () => 1), check(http.get('c'), { ok: (r) => r.status === 200, 'asks again': (r) => http.get(r.body + 2).status === 200 }), check(1, { one: (v) => v === 1 })]`,
  'async functions': `async function a(u) { const r = http.get(u); await null; return r.body }\nexport default async function () { const x = await a('a'); const p = [1].map((n) => http.get('m' + n).body); const maybe = (f) => f(); const q = maybe(async () => 5); const s = maybe(() => http.get('z').body); return [x, p, q instanceof Promise, await q, s] }`,
  'promises of k6': `export default () => http.asyncRequest('GET', 'p').then((r) => http.get('then ' + r.body).body).catch((e) => http.get('c')).finally(() => { sleep(2) })`,
  'top level await': `const first = await (async () => 1)(); sleep(1); const { f = () => http.get('late').body } = {};\nexport default () => [first, f()]`,
  'the iteration number': `const o = () => ({ __ITER, t: typeof __ITER }); export default () => [__ITER, o(), ((__IT) => __IT)(2)]`,
  'names that look like ours': `const $co = 1, $import = 2, $export = 3, $state = 4, $default = 5; export default () => [$co, $import, $export, $state, $default, http.get('a').body, __ITER]`,
  'lines without semicolons': `const f = (u) => http.get(u).body\nconst a = 1\nexport default () => {\n  const b = a\n  f('x')\n  const c = b\n  f('y').length\n  let d\n  d = c\n  ;[f('z')].forEach((u) => http.get(u))\n  return d\n  f('never')\n}`,
  'class bodies without semicolons': `class A {\n  x = 1\n  get() { return http.get('a').body + this.x }\n  static y = 2\n  static post() { return http.get('b').body }\n  'quoted key'() { return http.get('q').body }\n  async later() { return http.get('c').body }\n  #p() { return http.get('p').body }\n  ['q' + 1]() { return this.#p() }\n}\nexport default async () => [new A().get(), A.post(), await new A().later(), new A().q1(), new A()['quoted key']()]`,
  'arrow bodies': `const o = (u) => ({ a: http.get(u).body }); const c = u => /* => */ http.get(u).body; const n = (u) =>\n  // why\n  http.get(u).body // end\nexport default () => [o('o'), c('c'), n('n'), (() => http.get('iife').body)(), (function () { return http.get('iife2').body })()]`,
  'generators of the script': `function* numbers() { yield 1; yield* [2, 3] } const it = { *[Symbol.iterator]() { yield 'i' } };\nexport default () => { const out = []; for (const n of numbers()) out.push(http.get('n' + n).body); for (const i of it) out.push(http.get(i).body); return [out, [...numbers()]] }`,
  'getters and setters that do not block': `const o = { get url() { return 'got' }, set url(v) { console.log('set', v) } };\nexport default () => { o.url = http.get('a').body; return http.get(o.url).body }`,
  'callbacks handed on': `const retry = (times, f) => { for (let i = 0; ; i++) { try { return f(i) } catch (e) { if (i >= times) throw e; sleep(i) } } };\nexport default () => [retry(2, (i) => http.get(i < 2 ? 'fail' : 'fine').body), retry(0, () => 'sync')]`,
  'functions that return functions': `const curry = (f) => (a) => (b) => f(a, b); const get = curry((a, b) => http.get(a + b).body);\nexport default () => get('x')('y')`,
  operators: `let x = null; const f = (u, v) => { http.get(u); return v };\nexport default () => [x ?? f('a', 1), x || f('b', 2), f('c', 0) && f('d', 1), f('e', 1) ? f('f', 2) : f('g', 3), -f('h', 3), typeof f('i', 1), !f('j', 0), f('k', 2) ** 2, x ??= f('l', 4), delete [f('m', 1)][0], void f('n', 1), f('o', 1) in [1, 2]]`,
  'destructuring with defaults': `export default () => { const { a = http.get('a').body, [http.get('k').body]: k, ...rest } = { k: 1, z: 2 }; const [x, y = http.get('y').body] = [1]; let o = {}; [o.p = http.get('p').body] = []; return [a, k, rest, x, y, o] }`,
  'new around blocking arguments': `class P { constructor(v) { this.v = v } }\nexport default () => [new P(http.get('a').body).v, new (http.get('b').body ? P : Object)(3).v, new Map([[1, http.get('c').body]]).get(1)]`,
  'function hoisting': `export default () => f();\nfunction f() { return g(); function g() { return http.get('h').body } }`,
  'arguments of a function': `function f() { http.get('a'); return [...arguments].map((x) => http.get(x).body) }\nexport default () => f('x', 'y')`,
  'object helpers': `const api = Object.freeze({ get: (u) => http.get(u).body }); const both = Object.assign({}, api, { post: (u) => http.post(u).body }); const spread = { ...both, extra: () => 1 };\nexport default () => [api.get('a'), both.get('b'), spread.post('c'), spread.extra()]`,
  prototypes: `function Api(b) { this.b = b } Api.prototype.get = function (u) { return http.get(this.b + u).body }; const child = Object.create({ run: () => http.get('run').body });\nexport default () => [new Api('x').get('y'), child.run()]`,
  timers: `export default () => new Promise((resolve) => setTimeout(() => { resolve(http.get('later').body) }, 1))`,
  'line numbers in stacks': `const at = () => Number(/script\\.js:(\\d+)/.exec(new Error().stack.split('\\n')[2])[1])
const f = (
  u, v = http.get('v'),
) =>
  [http.get(u), at(),
    at()]
export default () => {
  const lines = [at()]
  f('a')
  ;['x'].map((u) =>
    lines.push(http.get(u) && at()))
  return [lines, f('b')[1], f('c')[2], at()]
}`,
};

for (const [name, body] of Object.entries(SCRIPTS)) {
  test(`transformScript() keeps what a script does: ${name}`, async () => {
    const source = IMPORTS + body;
    const original = await runOriginal(source, 3);
    const transformed = await runTransformed(source, 3);
    expect(transformed).toEqual(original);
    expect(transformed.log.length + String(transformed.result).length).toBeGreaterThan(0);
  });
}

test('a run that foreign code made and nobody began ends the iteration with an error', async () => {
  const script = `class Handler { get(target, key) { http.get(key) } }\nexport default () => new Proxy({}, new Handler()).a === undefined`;
  expect(await runTransformed(IMPORTS + script)).toEqual({
    log: [],
    error: expect.stringContaining('Cannot trust this run: 1 blocking call(s) did not wait'),
  });
});

test('transformScript() keeps every line where it is', () => {
  const source = `#!/usr/bin/env k6\nimport {\n  sleep,\n} from 'k6';\nexport\n  default (\n  n = 1,\n) =>\n  [n]\n    .map(\n      (x) =>\n        sleep(x),\n    ).length;\nthrow new Error('line 14');`;
  const { code } = transformScript(source, 'lines.js');
  expect(code.split('\n').slice(0, source.split('\n').length).at(-1)).toBe(source.split('\n').at(-1));
  expect(() => new Function('$import', '$export', '$co', '$state', code)).not.toThrow();
});

test('transformScript() gives a script without blocking calls no generators', () => {
  const { code } = transformScript(`export default () => [3, 1].sort((a, b) => a - b).map(String)`, 'pure.js');
  expect(code).not.toMatch(/function\*|yield|\$co/);
});
