// How code is bundled that runs inside k6, where each of hundreds of VUs pays for all that a script evaluates.
import { readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { build } from 'esbuild';
import { METRIC_GROUPS } from './esbuild.catalogue.mjs';

// Neither "node" nor "browser": an import of either kind of API stops the build. Async generators and `for await` are what
// k6's JavaScript engine does not parse; esbuild lowers both.
export const FOR_K6 = JSON.parse(readFileSync(new URL('src/node/journey/for-k6.json', import.meta.url), 'utf8'));

// What the scripts take from k6's modules: their names for it, and the names that it has there.
const FROM_K6 = {
  k6: { check: 'check' },
  'k6/data': { SharedArray: 'SharedArray' },
  'k6/execution': { exec: 'default' },
  'k6/http': { http: 'default' },
  'k6/metrics': { Counter: 'Counter', Gauge: 'Gauge', Trend: 'Trend' },
  'k6/x/redis': { Client: 'Client' },
};

/**
 * One import per module of k6 in a bundle instead of one per file, and each name read once: k6 links every import anew
 * for each VU, and makes a new function or object whenever an imported name is read.
 */
export const oneImportEach = {
  name: 'one-import-each',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^k6(\/|$)/ }, ({ path, namespace }) =>
      namespace === 'k6' ? { path, external: true } : { path, namespace: 'k6', sideEffects: false },
    );
    onLoad({ filter: /.*/, namespace: 'k6' }, ({ path }) => {
      if (FROM_K6[path] === undefined)
        return { errors: [{ text: `FROM_K6 does not say what scripts take from ${path}` }] };
      const names = Object.entries(FROM_K6[path]);
      const list = (item) => names.map(item).join(', ');
      const contents = [
        `import { ${list(([own, its]) => `${its} as k6_${own}`)} } from '${path}';`,
        `const ${list(([own]) => `${own} = k6_${own}`)};`,
        `export { ${list(([own, its]) => `${own} as ${its}`)} };`,
      ];
      return { contents: contents.join('\n') };
    });
  },
};

const METRIC_CLASSES = { counter: 'Counter', gauge: 'Gauge', trend: 'Trend' };

/**
 * `import { makeRedisMetrics } from 'own-metrics'`: a function for each group of the catalogue, which makes its metrics.
 * Of what the catalogue says of a metric, a VU gets the name, the type and whether it is a time.
 */
export const ownMetrics = {
  name: 'own-metrics',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^own-metrics$/ }, ({ path }) => ({ path, namespace: 'own-metrics', sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'own-metrics' }, () => {
      const groups = Object.entries(METRIC_GROUPS).map(([group, metrics]) => {
        const made = Object.entries(metrics).map(
          ([name, { type, unit }]) => `${name}: new ${METRIC_CLASSES[type]}('${name}'${unit === 'ms' ? ', true' : ''})`,
        );
        const name = `make${group.charAt(0).toUpperCase()}${group.slice(1)}Metrics`;
        return `export const ${name} = () => ({ ${made.join(', ')} });`;
      });
      return { contents: [`import { Counter, Gauge, Trend } from 'k6/metrics';`, ...groups].join('\n') };
    });
  },
};

/**
 * `import load from 'lazy/…'`: a function that evaluates a file of src/k6/lazy when it is called. What that file imports
 * of k6, and of files elsewhere in src/k6, it shares with the bundle around it.
 */
export const lazy = (alias) => ({
  name: 'lazy',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^lazy\// }, ({ path }) => ({ path, namespace: 'lazy' }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => {
      const { outputFiles } = await build({
        ...FOR_K6,
        alias,
        entryPoints: [`src/k6/${path}.ts`],
        write: false,
        format: 'esm',
        external: ['k6', 'k6/*', 'https://*', 'the-journey'],
        plugins: [sharedWithAll],
      });
      const imports = [];
      const body = outputFiles[0].text
        .replace(/^import [^;]*;$/gm, (statement) => {
          imports.push(statement);
          return '';
        })
        .replace(/^export (\{[^}]*\});$/m, (_, names) => `return ${names.replace(/(\w+) as (\w+)/g, '$2: $1')};`);
      return { contents: `${imports.join('\n')}\nexport default function load() {\n${body}}\n`, resolveDir: '.' };
    });
  },
});

const sharedWithAll = {
  name: 'shared-with-all',
  setup({ onResolve }) {
    const [zone, lazyFiles] = [resolve('src/k6') + sep, resolve('src/k6/lazy') + sep];
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return file.startsWith(zone) && !file.startsWith(lazyFiles) ? { path: file, external: true } : undefined;
    });
  },
};
