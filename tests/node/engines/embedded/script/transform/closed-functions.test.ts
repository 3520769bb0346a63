import { expect, test } from 'vitest';
import { transformScript } from '../../../../../../src/node/engines/embedded/script/transform/transform-script.ts';
import { runOriginal, runTransformed } from './run-script.ts';

const IMPORTS = `import http from 'k6/http'; import { sleep, group, check } from 'k6';\n`;
const PADDING = `/* ${'a library of some size '.repeat(200)} */`;

/** A function as bundlers make them of a library: it refers to nothing around it. */
function library(body: string): string {
  return `function load() { ${PADDING} ${body} }\n`;
}

test('transformScript() does not look into a library that gets no blocking function', () => {
  const names = Array.from({ length: 2_100 }, (_, index) => `v${index}`);
  const ring = names.map((name, index) => `${name} = ${names[(index + 1) % names.length]};`);
  const body = `let ${names.map((name) => `${name} = {}`).join()};\n${ring.join('\n')}\nv0.f = () => 1; return v0;`;
  const caller = `export default (data) => [load().render(data), http.get('a').body]`;
  const { code } = transformScript(`${IMPORTS}${library(body)}${caller}`, 's.js');
  expect(code).toContain('[load().render(data), (yield http.get(');
});

const HANDED: Record<string, string> = {
  'as an argument': `${library('return { run: (f, x) => f(x).body }')}
    export default () => load().run((u) => http.get(u), 'a')`,
  'to a function taken out of it': `${library('return { run: (f) => [f(), f()] }')}
    const { run } = load(); export default () => run(() => http.get('a').body)`,
  'in an object': `${library('return { run: (api) => [api.deep.get("x")] }')}
    export default () => load().run({ deep: { get: (u) => http.get(u).body } })`,
  'in an instance': `${library('return { run: (api) => [api.get("x")] }')}
    class Api { get(u) { return http.get(u).body } }
    export default () => load().run(new Api())`,
  'from a callback': `${library('return { run: (f) => [f()("x")] }')}
    export default () => load().run(() => (u) => http.get(u).body)`,
  'into one of its objects': `${library('const kept = { go: () => [kept.job("y")] }; return kept')}
    export default () => { const kept = load(); kept.job = (u) => http.get(u).body; return kept.go() }`,
  'through a global': `${library('return { run: () => [globalThis.job()] }')}
    export default () => { globalThis.job = () => http.get('g').body; try { return load().run() } finally { delete globalThis.job } }`,
  'by another function of the language': `${library('return { visit: (f) => f("v") }')}
    const jobs = [(u) => http.get(u).body];
    export default () => { const out = []; jobs.forEach((job) => out.push(load().visit(job))); return out }`,
  'by call()': `${library('return { run(f) { return f() } }')}
    export default () => load().run.call(null, () => http.get('a').body)`,
  'at its second call': `${library('let kept; return (f) => { const last = kept; kept = f; return last ? last() : "first" }')}
    const step = load(); export default () => [step(() => http.get('a').body), step(() => 1)]`,
};

test.each(Object.entries(HANDED))('a blocking function that a library gets %s waits in it', async (_name, script) => {
  const source = IMPORTS + script;
  const transformed = await runTransformed(source);
  expect(transformed.error).toBeUndefined();
  expect(transformed).toEqual(await runOriginal(source));
  expect(transformed.log.length).toBeGreaterThan(0);
});
