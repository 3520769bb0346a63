// Builds everything that runs. Usage: node esbuild.config.mjs
//   src/k6/scenarios/*.ts -> dist/k6/*.js    ordinary k6 scripts: ES modules, `k6` and `k6/*` left as imports
//   thresholds/*.json     -> dist/profiles/  what the command has to know of each profile
//   src/k6/bench/*.ts     -> dist/bench/*.js scripts of the benches
//   src/node/*            -> dist/node/*.js  the command and the processes it starts
//   src/node/engines/embedded -> dist/engine/*.cjs  the embedded engine
// Packages go into the files that need them: from one file they load several times faster than from dozens.
// K6_SUMMARY=remote takes the page at the end from k6's remote summary library instead of ours (needs the internet).
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv } from 'ajv';
import { build } from 'esbuild';
import { FOR_K6, lazy, oneImportEach } from './esbuild.plugins.mjs';

const REMOTE_SUMMARY = 'https://jslib.k6.io/k6-summary/0.1.0/index.js';

// These find files of their own beside their code.
const LEFT_AS_IMPORTS = ['@electric-sql/pglite', 'esbuild', 'pg'];

const AS_SCRIPT = { format: 'esm', external: ['https://*'] };

const problems = readdirSync('thresholds')
  .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
  .flatMap((file) => thresholdProblems(`thresholds/${file}`));
if (problems.length > 0) {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exit(1);
}

const profiles = readdirSync('src/k6/scenarios').map((file) => basename(file, '.ts'));
await Promise.all(profiles.map(buildProfile));
removeAllBut(
  'dist/k6',
  profiles.map((profile) => `${profile}.js`),
);
mkdirSync('dist/profiles', { recursive: true });
for (const profile of profiles) {
  const { defaults = {} } = JSON.parse(readFileSync(`thresholds/${profile}.json`, 'utf8'));
  writeFileSync(`dist/profiles/${profile}.json`, JSON.stringify({ defaults }));
}
removeAllBut(
  'dist/profiles',
  profiles.map((profile) => `${profile}.json`),
);

await buildInto('dist/bench', {
  ...FOR_K6,
  ...AS_SCRIPT,
  plugins: [oneImportEach],
  entryPoints: readdirSync('src/k6/bench').map((file) => `src/k6/bench/${file}`),
});

const FOR_NODE = { bundle: true, platform: 'node', target: 'node20', sourcemap: true, external: LEFT_AS_IMPORTS };
await buildInto('dist/node', {
  entryPoints: {
    poolproof: 'src/node/cli/main.ts',
    'bench-server': 'src/node/bench/server/main.ts',
    'bare-loop': 'src/node/bench/bare/main.ts',
    stack: 'src/node/stack/main.ts',
    target: 'src/node/target/main.ts',
    'database-worker': 'src/node/target/database/database-worker.ts',
  },
  ...FOR_NODE,
  format: 'esm',
  splitting: true,
  // Packages that are CommonJS require modules of Node.js.
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});

// The embedded engine: CommonJS and in one file, so that V8 can keep what it compiled of it.
await buildInto('dist/engine', {
  entryPoints: {
    engine: 'src/node/engines/embedded/start.ts',
    main: 'src/node/engines/embedded/main.ts',
  },
  outExtension: { '.js': '.cjs' },
  ...FOR_NODE,
  format: 'cjs',
  // What is loaded when it is needed is loaded by require(), which resolves from where the engine is.
  supported: { 'dynamic-import': false },
});

function buildProfile(profile) {
  const alias = {
    'k6-summary': process.env.K6_SUMMARY === 'remote' ? REMOTE_SUMMARY : './src/core/reports/k6-summary.ts',
    'profile-limits': `./thresholds/${profile}.json`,
  };
  return build({
    ...FOR_K6,
    alias,
    entryPoints: [`src/k6/scenarios/${profile}.ts`],
    outdir: 'dist/k6',
    ...AS_SCRIPT,
    plugins: [lazy(alias), oneImportEach],
    // Pins the extension, so that k6 resolves it by itself. It counts only at the very top of the file.
    banner: { js: '"use k6 with k6/x/redis >= 0.4.0";' },
  });
}

/** Builds, and then removes what an earlier build left in the folder: never is there a moment without the files. */
async function buildInto(outdir, options) {
  const { metafile } = await build({ ...options, outdir, metafile: true });
  removeAllBut(
    outdir,
    Object.keys(metafile.outputs).map((file) => basename(file)),
  );
}

function removeAllBut(folder, files) {
  for (const file of readdirSync(folder)) {
    if (!files.includes(file)) rmSync(`${folder}/${file}`, { recursive: true });
  }
}

/** Every problem of a file in `thresholds/`, a line each. */
function thresholdProblems(file) {
  let limits;
  try {
    limits = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return [`Cannot read ${file}: ${error.message}`];
  }
  const schema = JSON.parse(readFileSync('thresholds/thresholds.schema.json', 'utf8'));
  const validate = new Ajv({ allErrors: true, verbose: true }).compile(schema);
  if (!validate(limits)) return validate.errors.map((error) => `Bad ${file}: ${explain(error)}`);
  const ids = limits.rules.map(({ id }) => id);
  const scenarioFile = `src/k6/scenarios/${basename(file, '.json')}.ts`;
  return [
    ...(existsSync(scenarioFile) ? [] : [`Bad ${file}: there is no ${scenarioFile} that it could be the limits of`]),
    ...(limits.profile === basename(file, '.json')
      ? []
      : [`Bad ${file}: /profile is "${limits.profile}", expected the name of the file`]),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `Bad ${file}: two rules have the id "${id}"`),
  ];
}

function explain({ instancePath, message, params, data }) {
  const allowed = params.allowedValues ?? params.additionalProperty ?? '';
  const value = typeof data === 'object' ? '' : ` (is ${JSON.stringify(data)})`;
  return `${instancePath || '/'} ${message}${allowed === '' ? '' : `: ${allowed}`}${value}`;
}
