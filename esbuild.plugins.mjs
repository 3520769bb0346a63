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
};

/** What seldom VUs read is read by these, whenever they need it. */
const READ_WHEN_USED = { 'k6/x/redis': 'Client' };

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
      if (READ_WHEN_USED[path] !== undefined) return { contents: `export { ${READ_WHEN_USED[path]} } from '${path}';` };
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
 * `import { makeMetrics } from 'own-metrics'`: makes the metrics of a group of the catalogue: functions that add a sample, by
 * their names. Of what the catalogue says of a metric, a VU gets the name, the type and whether it is a time, and of the
 * object that k6 makes of it nothing but `add`, which is half of it.
 */
export const ownMetrics = {
  name: 'own-metrics',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^own-metrics$/ }, ({ path }) => ({ path, namespace: 'own-metrics', sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'own-metrics' }, () => {
      const groups = Object.entries(METRIC_GROUPS).map(([group, metrics]) => {
        const made = Object.entries(metrics).map(
          ([name, { type, unit }]) =>
            `${name}: new ${METRIC_CLASSES[type]}('${name}'${unit === 'ms' ? ', true' : ''}).add`,
        );
        return `if (group === '${group}') return { ${made.join(', ')} };`;
      });
      const contents = [
        `import { Counter, Gauge, Trend } from 'k6/metrics';`,
        `export function makeMetrics(group) {`,
        ...groups,
        '}',
      ];
      return { contents: contents.join('\n') };
    });
  },
};

/** `import limits from 'profile-limits'`: as a text, which costs k6 less to read than as many objects. */
export const profileLimits = (limits) => ({
  name: 'profile-limits',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^profile-limits$/ }, ({ path }) => ({ path, namespace: path, sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'profile-limits' }, () => ({
      contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(limits))});`,
    }));
  },
});

/**
 * `import load from 'lazy/…'`: a function that evaluates a file of src/k6/lazy when it is called. What that file imports
 * of k6, and of files elsewhere in src/k6, it shares with the bundle around it.
 */
export const lazy = (alias, limits) => ({
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
        external: ['k6', 'k6/*', 'https://*', 'the-journey', 'lazy/*'],
        plugins: [sharedWithAll, limits],
      });
      const { imports, body } = asFunction(outputFiles[0].text);
      return { contents: `${imports}\nexport default function load() {\n${body}}\n`, resolveDir: '.' };
    });
  },
});

/** A module whose names are those of a function: k6 keeps a table of the names of a module for each VU. */
export function inOneFunction(text) {
  const { imports, body, exported } = asFunction(text);
  return `${imports}\nexport const ${exported} = (() => {\n${body}})();\n`;
}

/** A module as the body of a function that returns what it exports. */
function asFunction(text) {
  const imports = [];
  let exported = '';
  const body = text
    .replace(/^import [^;]*;$/gm, (statement) => {
      imports.push(statement);
      return '';
    })
    .replace(/^export (\{[^}]*\});$/m, (_, names) => {
      exported = names.replace(/\w+ as (\w+)/g, '$1');
      return `return ${names.replace(/(\w+) as (\w+)/g, '$2: $1')};`;
    });
  return { imports: imports.join('\n'), body, exported };
}

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
