import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import { transformScript } from '../../../../../../src/node/engines/embedded/script/transform/transform-script.ts';
import { runTransformed } from './run-script.ts';

/** A script of several files, with what bundlers turn into helpers: namespaces, CommonJS, names, class fields. */
const FILES: Record<string, string> = {
  'main.js': `
    import { group, check, sleep } from 'k6';
    import { Client } from './client.js';
    import * as flow from './flow.js';
    import legacy from './legacy.cjs';
    import { format } from './pure.js';
    export const options = { vus: 1 };
    const { login, ...others } = flow;
    const pick = (name) => flow[name];
    export default function main() {
      const client = new Client('base/');
      const out = [client.get('one').body, client.twice?.('two'), login(client), Object.keys(others).length];
      group('inner', () => { out.push(pick('browse')(client, 2)); sleep(0.1) });
      out.push(check(client.get('three'), { 'is 200': (r) => r.status === 200, again: () => client.get('four').status === 200 }));
      out.push(legacy.twice((x) => x + 1, 5), legacy.pure(2), format({ a: [3, 1, 2] }), Client.name, main.name);
      for (const user of ['u', 'v'].map((n) => ({ n, r: client.get(n) }))) out.push(user.n + user.r.body);
      return out;
    }`,
  'client.js': `
    import http from 'k6/http';
    class Base { #log = []; count = 0; note(x) { this.#log.push(x); this.count++; return this.#log.length } }
    export class Client extends Base {
      static made = 0;
      constructor(base) { super(); this.base = base; Client.made++ }
      static #limit = 99;
      static #allow(count) { return count < Client.#limit }
      get #url() { return this.base }
      set #url(base) { this.base = base }
      #send(path, params) { this.#url ??= 'none'; return Client.#allow(this.count) ? http.get(this.#url + path, params) : null }
      get(path, { params = {}, ...rest } = {}) { this.note(path); return this.#send(path, { ...params, ...rest }) }
      twice = (path) => [this.get(path).body, this.get(path + '2').body].join();
    }`,
  'flow.js': `
    export const login = (client) => { try { return client.get('login').body } finally { client.get('after') } };
    export function browse(client, pages) { const seen = []; for (let p = 0; p < pages; p++) seen.push(client.get('p' + p)?.body ?? 'none'); return seen }
    export const pure = (x) => x ** 2;`,
  'legacy.cjs': `
    exports.twice = function (f, x) { return f(f(x)) };
    module.exports.pure = (x) => x + 1;`,
  'pure.js': `
    export const format = (o) => Object.entries(o).map(([k, v]) => k + ':' + [...v].sort((a, b) => a - b).map(String).join('-')).join().replace(/a/g, (m) => m.toUpperCase());`,
};

async function bundle(settings: esbuild.BuildOptions): Promise<string> {
  const result = await esbuild.build({
    entryPoints: ['main.js'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    external: ['k6', 'k6/*'],
    ...settings,
    plugins: [
      {
        name: 'files',
        setup(build) {
          build.onResolve({ filter: /\.c?js$/ }, ({ path }) => ({ path: path.replace('./', ''), namespace: 'files' }));
          build.onLoad({ filter: /./, namespace: 'files' }, ({ path }) => ({ contents: FILES[path] ?? '' }));
        },
      },
    ],
  });
  return result.outputFiles?.[0]?.text ?? '';
}

const SETTINGS = ['es2017', 'es2018', 'es2019', 'es2020', 'es2021', 'es2022', 'esnext'].flatMap((target) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
    target,
    minifyWhitespace: (bits & 1) > 0,
    minifySyntax: (bits & 2) > 0,
    minifyIdentifiers: (bits & 4) > 0,
    keepNames: target === 'es2020' || target === 'esnext',
  })),
);

test.each(SETTINGS)('transformScript() runs a bundle of esbuild: %o', async (settings) => {
  const code = await bundle(settings);
  const outcome = await runTransformed(code);
  expect(outcome.error).toBeUndefined();
  expect(JSON.parse(String(outcome.result))).toEqual([
    'base/one',
    'base/two,base/two2',
    'base/login',
    2,
    ['base/p0', 'base/p1'],
    true,
    7,
    3,
    'A:1-2-3',
    ...(settings.keepNames ? ['Client', 'main'] : [expect.any(String), expect.any(String)]),
    'ubase/u',
    'vbase/v',
  ]);
  expect(transformScript(code, 'bundle.js').exportNames).toEqual(['default', 'options']);
});
