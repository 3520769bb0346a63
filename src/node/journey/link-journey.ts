import { basename, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';
import forK6 from './for-k6.json' with { type: 'json' };

const DIST = new URL('..', import.meta.url);
const OF_K6 = ['k6', 'k6/*'];

/** Pins the extension, so that k6 resolves it by itself. It counts only at the very top of the file. */
const FIRST_LINE = '"use k6 with k6/x/redis >= 0.4.0";';

/** How esbuild links profiles, which leave the journey open, with the journey of a file: a k6 script for each. */
export function linkOptions(journey: string, profiles: readonly string[], outdir: string): BuildOptions {
  return {
    ...optionsFor(journey),
    format: 'esm',
    // k6's remote library, where the build took it.
    external: [...OF_K6, 'https://*'],
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
    external: OF_K6,
    stdin: { contents: `export { default, journeyName } from 'the-journey';`, resolveDir: '.' },
    outfile,
  };
}

function optionsFor(journey: string): BuildOptions {
  return {
    ...(forK6 as BuildOptions),
    alias: { poolproof: pathOf('api/poolproof.js') },
    plugins: [theJourney(resolve(journey))],
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

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, DIST));
}
