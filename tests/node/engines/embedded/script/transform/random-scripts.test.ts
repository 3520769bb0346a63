import * as esbuild from 'esbuild';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnsupportedScriptError } from '../../../../../../src/node/engines/embedded/script/transform/unsupported-script-error.ts';
import { type Outcome, runOriginal, runTransformed } from './run-script.ts';

/**
 * Small random scripts: four functions in different clothes that call lower-numbered ones, block, loop, catch, build
 * closures, use array methods and methods of objects.
 */
const { statement } = fc.letrec<{ expression: string; statement: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('x', '1', '"s"', 'this?.k', 'state.n++'),
    fc.integer({ min: 0, max: 9 }).map((n) => `http.get('u${n}').body`),
    fc.integer({ min: 0, max: 3 }).map((n) => `http.post('fail${n}').body`),
    fc.tuple(fc.nat(3), tie('expression')).map(([n, arg]) => `call${n}(${arg})`),
    fc.tuple(fc.nat(3), tie('expression')).map(([n, arg]) => `api.m${n}(${arg})`),
    fc.tuple(fc.nat(3), tie('expression')).map(([n, arg]) => `table['m' + ${n}]?.(${arg})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '||', '&&', '??', ','), tie('expression'))
      .map(([a, op, b]) => `((${a}) ${op} (${b}))`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc
      .tuple(fc.constantFrom('map', 'filter', 'some', 'every', 'find', 'flatMap'), tie('expression'))
      .map(([m, e]) => `[1, 2].${m}((x, i) => ${e})`),
    tie('expression').map((e) => `[x, 2].reduce((a, x) => a + ${e}, '')`),
    tie('expression').map((e) => `((y) => [y, ${e}])(x)`),
    tie('expression').map((e) => `(function () { return ${e} }).call({ k: 5 })`),
    tie('expression').map((e) => `({ k: 3, go() { return ${e} } }).go()`),
    tie('expression').map((e) => `pass(() => ${e})`),
    tie('expression').map((e) => `\`<\${${e}}>\``),
    tie('expression').map((e) => `[...[${e}], ${e}].length`),
    tie('expression').map((e) => `group('g', () => ${e})`),
    fc
      .tuple(tie('expression'), tie('expression'))
      .map(([d, e]) => `((y = ${d}, z = y, ...rest) => [y, z, rest.length, ${e}])()`),
    tie('expression').map((e) => `((o) => { const { k = ${e} } = o, [m = k] = [o.m]; return [k, m] })({ n: 1 })`),
    tie('expression').map((e) => `(function down(n) { return n > 0 ? [${e}, down(n - 1)] : 'end' })(2)`),
    fc
      .tuple(fc.nat(3), tie('expression'))
      .map(([n, e]) => `Math.max(...[x, call${n}(${e})].map((v) => \`\${v}\`.length))`),
    fc.tuple(fc.nat(3), tie('expression')).map(([n, e]) => `api?.m${n}?.(${e})?.length`),
  ),
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('expression').map((e) => `console.log(${e})`),
    tie('expression').map((e) => `http.get('s')\n;(${e})`),
    tie('expression').map((e) => `x = ${e}`),
    tie('expression').map((e) => `return ${e}`),
    fc
      .tuple(tie('expression'), tie('statement'), tie('statement'))
      .map(([e, a, b]) => `if (${e}) { ${a}\n} else { ${b}\n}`),
    fc
      .tuple(tie('statement'), tie('statement'))
      .map(([a, b]) => `for (let i = 0; i < 2; i++) { ${a}\n if (i) break\n ${b}\n}`),
    fc
      .tuple(tie('expression'), tie('statement'))
      .map(([e, a]) => `for (const x of [${e}, 2]) { ${a}\n}`.replaceAll('x = ', 'state.x = ')),
    fc
      .tuple(tie('statement'), tie('statement'), tie('statement'))
      .map(([a, b, c]) => `try { ${a}\n} catch (e) { console.log(e.message)\n ${b}\n} finally { ${c}\n}`),
    fc
      .tuple(tie('expression'), tie('statement'), tie('statement'))
      .map(
        ([e, a, b]) =>
          `{ let left = 2; while (left-- > 0) { do { ${a}\n if (${e}) continue\n } while (left > 5)\n ${b}\n} }`,
      ),
    tie('expression').map((e) => `try { throw [${e}] } catch ([x]) { console.log('caught', x) }`),
    tie('statement').map(
      (a) =>
        `{ const jobs = []; for (let i = 0; i < 2; i++) jobs.push(() => { console.log(i)\n ${a}\n}); for (const job of jobs) job() }`,
    ),
    fc
      .tuple(tie('expression'), tie('statement'))
      .map(([e, a]) => `switch (${e}) { case 1: ${a}\n default: console.log('d')\n}`),
  ),
}));

const body = fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements) => statements.join('\n'));

const IMPORTS = `import http from 'k6/http'; import { sleep, group, check } from 'k6';`;

const script = fc.tuple(body, body, body, body, body).map(
  ([a, b, c, d, main]) => `${IMPORTS}
const state = { n: 0, depth: 0, calls: 0 };
const limit = (f) => { if (state.depth > 3 || state.calls++ > 30) return 'deep'; state.depth++; try { return f() } finally { state.depth-- } };
const pass = (f) => f();
function call0(x = 1) { return limit(() => { ${a}
}) }
const call1 = (x) => limit(() => { ${b}
});
class Api { k = 7; m0(x) { return call0(x) } m1 = (x) => limit(() => { ${c}
}); m2(x) { return this.m0(x) } static s(x) { return x } m3(x) { return limit(() => { ${d}
}) } }
const api = new Api(); const table = { m0: call0, m1: (x) => api.m1(x), m2: Api.s };
const call2 = (x) => table.m0(x); let call3 = (x) => x; call3 = api.m1;
export default function () { let x = 0; ${main}
}`,
);

/** What a script did, whatever its variables are called: some errors of the language name them. */
function withoutNames(outcome: Outcome): Outcome {
  return JSON.parse(JSON.stringify(outcome).replaceAll(/Cannot access '\w+'/g, 'Cannot access a variable'));
}

test('transformScript() keeps what minified random scripts do', async () => {
  const settings = fc.record({
    minifyWhitespace: fc.boolean(),
    minifySyntax: fc.boolean(),
    minifyIdentifiers: fc.boolean(),
    target: fc.constantFrom('es2017', 'es2020', 'es2022'),
  });
  await fc.assert(
    fc.asyncProperty(script, settings, async (source, options) => {
      const minify = async (text: string) => (await esbuild.transform(text, options)).code;
      const transformed = await runTransformed(await minify(source)).catch((error) => {
        expect(error).toBeInstanceOf(UnsupportedScriptError);
      });
      // Minified as well: esbuild leaves out reads of variables, even of those that cannot be read yet.
      const original = await minify(source.replace(IMPORTS, '').replace('export default', '$main ='));
      if (transformed) expect(withoutNames(transformed)).toEqual(withoutNames(await runOriginal(original)));
    }),
    { numRuns: 100, interruptAfterTimeLimit: 20_000 },
  );
});

test('transformScript() keeps what random scripts do, or refuses them', async () => {
  let kept = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(script, async (source) => {
      let transformed: Awaited<ReturnType<typeof runTransformed>>;
      try {
        transformed = await runTransformed(source);
      } catch (error) {
        // The analysis may be too careful, never too careless.
        expect(error).toBeInstanceOf(UnsupportedScriptError);
        refused += 1;
        return;
      }
      expect(transformed).toEqual(await runOriginal(source));
      kept += 1;
    }),
    { numRuns: 300, interruptAfterTimeLimit: 20_000 },
  );
  expect(refused).toBeLessThan(kept / 50);
});
