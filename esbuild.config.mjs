// Builds everything that runs. Usage: node esbuild.config.mjs
//   src/k6/scenarios/*.ts -> dist/k6/*.js    ordinary k6 scripts: ES modules, `k6` and `k6/*` left as imports
//   src/node/*            -> dist/node/*.js  the command and the processes it starts; npm packages left as imports
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const scenarioFiles = readdirSync('src/k6/scenarios').map((file) => `src/k6/scenarios/${file}`);

rmSync('dist/k6', { recursive: true, force: true });
rmSync('dist/node', { recursive: true, force: true });

await build({
  entryPoints: scenarioFiles,
  outdir: 'dist/k6',
  bundle: true,
  format: 'esm',
  // Not "node", not "browser": an import of either kind of API stops the build.
  platform: 'neutral',
  mainFields: ['module', 'main'],
  external: ['k6', 'k6/*'],
  target: 'es2022',
  // k6's JavaScript engine parses neither; esbuild lowers both.
  supported: { 'async-generator': false, 'for-await': false },
  // Pins the extension, so that k6 resolves it by itself. It counts only at the very top of the file.
  banner: { js: '"use k6 with k6/x/redis >= 0.4.0";' },
  charset: 'utf8',
});

await build({
  entryPoints: {
    poolproof: 'src/node/cli/main.ts',
    engine: 'src/node/engines/embedded/main.ts',
    stack: 'src/node/stack/main.ts',
    target: 'src/node/target/main.ts',
    'database-worker': 'src/node/target/database/database-worker.ts',
  },
  outdir: 'dist/node',
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  target: 'node20',
  sourcemap: true,
  splitting: true,
});
