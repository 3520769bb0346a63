// Fewer files for the command. esbuild makes one for each set of commands that share a source: dozens of some kB, which Node.js
// opens all at once when a command is loaded.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';

const SMALL_BYTES = 16_384;
const COMMANDS = 'src/node/cli/commands.ts';
const SHARED = 'shared-by-commands';

/**
 * Has every command import what is in the small files of an earlier build, so that all of it comes to lie in one.
 *
 * @param metafile of that build
 */
export function together({ inputs, outputs }) {
  const commands = inputs[COMMANDS].imports
    .filter(({ kind }) => kind === 'dynamic-import')
    .map(({ path }) => resolve(path));
  const sources = sourcesOfSmall(inputs, outputs);
  return {
    name: 'together',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${SHARED}$`) }, ({ path }) => ({ path, namespace: SHARED }));
      onLoad({ filter: /.*/, namespace: SHARED }, () => ({
        contents: sources.map((source) => `import ${JSON.stringify(resolve(source))};`).join('\n'),
        resolveDir: process.cwd(),
      }));
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        commands.includes(path)
          ? { contents: `import '${SHARED}';\n${readFileSync(path, 'utf8')}`, loader: 'ts' }
          : undefined,
      );
    },
  };
}

/** Sources in small files that several commands share, and that import nothing from elsewhere. */
function sourcesOfSmall(inputs, outputs) {
  const small = Object.values(outputs).filter(
    ({ bytes, entryPoint }) => bytes < SMALL_BYTES && entryPoint === undefined,
  );
  const within = new Set(small.flatMap((of) => Object.keys(of.inputs)));
  // Packages may do something when they are loaded; our sources define what they export.
  for (const input of within) if (!/^src\/.*\.ts$/.test(input)) within.delete(input);
  const isWithin = ({ kind, external, path }) =>
    kind === 'dynamic-import' || (external ? isBuiltin(path) : within.has(path));
  for (let before = -1; before !== within.size; ) {
    before = within.size;
    for (const input of within) if (!inputs[input].imports.every(isWithin)) within.delete(input);
  }
  return [...within];
}
