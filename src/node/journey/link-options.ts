import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, extname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, PartialMessage, Plugin } from 'esbuild';
import Papa from 'papaparse';
import forK6 from './for-k6.json' with { type: 'json' };

const DIST = new URL('..', import.meta.url);

/** Pins the extension, so that k6 resolves it by itself. It counts only at the very top of the file. */
const FIRST_LINE = '"use k6 with k6/x/redis >= 0.4.0";';

/** What k6 v2 has; extensions are the user's business. */
const MODULES_OF_K6 =
  /^k6(?:\/(?:browser|crypto|crypto\/x509|data|encoding|execution|html|http|metrics|net\/grpc|secrets|timers|websockets|ws|experimental\/(?:csv|fs|streams)|x\/.+))?$/;

/** How esbuild links profiles, which leave the journey open, with the journey of a file: a k6 script for each. */
export function linkOptions(journey: string, profiles: readonly string[], outdir: string): BuildOptions {
  return {
    ...optionsFor(journey),
    format: 'esm',
    // k6's remote library, where the build took it.
    external: ['https://*'],
    entryPoints: profiles.map((profile) => pathOf(`open/${profile}.js`)),
    outdir,
    banner: { js: FIRST_LINE },
  };
}

/** How esbuild bundles a journey alone, for whoever reads what it is: CommonJS, with modules of k6 left to `require`. */
export function readableOptions(journey: string, outfile: string): BuildOptions {
  return {
    ...optionsFor(journey),
    format: 'cjs',
    stdin: { contents: `export { default, journeyName } from 'the-journey';`, resolveDir: '.' },
    outfile,
  };
}

/** How esbuild makes one file of a journey and all that it imports, to be linked where its folder is not. */
export function movableOptions(journey: string): BuildOptions {
  return { ...optionsFor(journey), format: 'esm', entryPoints: [resolve(journey)], write: false };
}

function optionsFor(journey: string): BuildOptions {
  return {
    ...(forK6 as BuildOptions),
    alias: { poolproof: pathOf('api/poolproof.js') },
    plugins: [theJourney(resolve(journey)), modulesOfK6, noneOfNode, dataFiles],
  };
}

/** `import journey, { journeyName } from 'the-journey'`. */
function theJourney(file: string): Plugin {
  const name = basename(file, extname(file));
  return {
    name: 'the-journey',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^the-journey$/ }, ({ path }) => ({ path, namespace: 'the-journey' }));
      onLoad({ filter: /.*/, namespace: 'the-journey' }, () => ({
        contents: `export { default } from ${JSON.stringify(file)}; export const journeyName = ${JSON.stringify(name)};`,
        resolveDir: '/',
      }));
    },
  };
}

const modulesOfK6: Plugin = {
  name: 'modules-of-k6',
  setup({ onResolve }) {
    onResolve({ filter: /^k6(\/|$)/ }, ({ path }) =>
      MODULES_OF_K6.test(path) ? { path, external: true } : { errors: [{ text: `k6 has no module "${path}"` }] },
    );
  },
};

/** What Node.js would have, for a reason that helps more than that it was not found. A package of that name is another thing. */
const noneOfNode: Plugin = {
  name: 'none-of-node',
  setup({ onResolve, resolve: find }) {
    onResolve({ filter: /^[a-z\d_/:]+$/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (!isBuiltin(path) || pluginData === 'a package') return undefined;
      const found = await find(path, { kind, importer, resolveDir, pluginData: 'a package' });
      if (found.errors.length === 0) return found;
      const text = `"${path}" is a module of Node.js, and a journey runs inside k6: import data from .json or .csv`;
      return { errors: [{ text }] };
    });
  },
};

/** `import users from './users.csv'`, or a list in a JSON file: one copy of it for all VUs, as k6 keeps data. */
const dataFiles: Plugin = {
  name: 'data-files',
  setup({ onLoad }) {
    onLoad({ filter: /\.csv$/ }, ({ path }) => sharedList(path, readCsv));
    onLoad({ filter: /\.json$/ }, ({ path }) => sharedList(path, JSON.parse));
  },
};

function sharedList(path: string, parse: (text: string) => unknown) {
  try {
    const data = parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
    if (!Array.isArray(data)) return { contents: JSON.stringify(data), loader: 'json' as const };
    const text = JSON.stringify(JSON.stringify(data));
    const name = JSON.stringify(relative('.', path));
    return {
      contents: `import { SharedArray } from 'k6/data';\nexport default new SharedArray(${name}, () => JSON.parse(${text}));`,
      resolveDir: '/',
    };
  } catch (error) {
    return { errors: [{ text: (error as Error).message, location: { file: relative('.', path) } } as PartialMessage] };
  }
}

/** Rows by the names in the first line; every value is a text. */
function readCsv(text: string): unknown {
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const [error] = errors.filter(({ code }) => code !== 'UndetectableDelimiter');
  if (error !== undefined) throw new Error(`row ${(error.row ?? 0) + 1}: ${error.message}`);
  return data;
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, DIST));
}
