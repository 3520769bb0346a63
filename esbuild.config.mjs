// Builds everything that runs. Usage: node esbuild.config.mjs
//   src/k6/scenarios/*.ts -> dist/open/*.js  the profiles: ES modules, `k6`, `k6/*` and the journey left as imports
//   dist/open/*.js + journeys/flags.ts -> dist/k6/*.js  ordinary k6 scripts: `k6` and `k6/*` left as imports
//   journeys/flags.ts     -> dist/journeys/  the same journey alone, for the command
//   src/k6/api/*.ts       -> dist/api/*.js   what a journey imports as 'poolproof'
//   thresholds/*.json     -> dist/limits/  the limits of each profile, whole
//   src/k6/bench/*.ts     -> dist/bench/*.js scripts of the benches
//   src/node/*            -> dist/node/*.js  the command and the processes it starts
//   src/engine -> dist/engine/*.cjs  the embedded engine
// Packages go into the files that need them: from one file they load several times faster than from dozens.
// THRESHOLDS=folder takes the limits from there instead of thresholds/, and DIST=folder writes there instead of to dist/.
// K6_SUMMARY=remote takes the page at the end from k6's remote summary library instead of ours (needs the internet).
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build as esbuild } from 'esbuild';
import { readLimits } from './esbuild.limits.mjs';
import { pageScript } from './esbuild.page-script.mjs';
import { FOR_K6, inOneFunction, lazy, oneImportEach, ownMetrics, profileLimits } from './esbuild.plugins.mjs';
import { layoutProblems } from './esbuild.rule-checks.mjs';
import { together } from './esbuild.together.mjs';

const THRESHOLDS = process.env.THRESHOLDS || 'thresholds';
const DIST = process.env.DIST || 'dist';
const REMOTE_SUMMARY = 'https://jslib.k6.io/k6-summary/0.1.0/index.js';

// These find files of their own beside their code.
const LEFT_AS_IMPORTS = ['@electric-sql/pglite', 'esbuild', 'pg'];

const AS_SCRIPT = { format: 'esm', external: ['https://*', 'the-journey'] };
const DEFAULT_JOURNEY = 'journeys/flags.ts';

const profiles = readdirSync('src/k6/scenarios').map((file) => basename(file, '.ts'));
const limits = new Map(limitFiles().map((profile) => [profile, readLimits(THRESHOLDS, profile)]));
endOn([...limits.values()].flatMap((of) => of.problems));

for (const folder of ['open', 'k6', 'api', 'journeys', 'limits', 'bench', 'node', 'engine'])
  ensureWritable(`${DIST}/${folder}`);
await Promise.all(profiles.map(buildProfile));
removeAllBut(
  `${DIST}/open`,
  profiles.map((profile) => `${profile}.js`),
);
await buildInto(`${DIST}/api`, { ...FOR_K6, format: 'esm', entryPoints: ['src/k6/api/poolproof.ts'] });
await declareApi();

const FOR_NODE = { bundle: true, platform: 'node', target: 'node20', sourcemap: true, external: LEFT_AS_IMPORTS };
// The SDK of AWS by itself: divided among those that use it, it came in dozens of files, which a run without AWS lists too.
const AWS_SDK = 'aws-sdk.js';
const apart = {
  name: 'aws-sdk-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/aws-sdk\.ts$/ }, () => ({ path: `./${AWS_SDK}`, external: true }));
  },
};
const REQUIRE = {
  // Packages that are CommonJS require modules of Node.js.
  js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
};
await build({
  entryPoints: ['src/node/lambda/aws-sdk.ts'],
  outfile: `${DIST}/node/${AWS_SDK}`,
  ...FOR_NODE,
  format: 'esm',
  banner: REQUIRE,
});
const command = {
  entryPoints: {
    poolproof: 'src/node/cli/start.ts',
    'link-options': 'src/node/journey/link-options.ts',
    'bench-server': 'src/node/bench/server/main.ts',
    'bare-loop': 'src/node/bench/bare/main.ts',
    stack: 'src/node/stack/main.ts',
    target: 'src/node/target/main.ts',
    'database-worker': 'src/node/target/database/database-worker.ts',
  },
  ...FOR_NODE,
  plugins: [pageScript, apart],
  format: 'esm',
  splitting: true,
  // The report has in it what the documents say.
  loader: { '.md': 'text' },
  banner: REQUIRE,
};
const { metafile } = await build({ ...command, outdir: `${DIST}/node`, write: false, metafile: true });
const plugins = [...command.plugins, together(metafile)];
await buildInto(`${DIST}/node`, { ...command, plugins }, [AWS_SDK, `${AWS_SDK}.map`]);

// As a journey of the user's is linked.
const { linkOptions, readableOptions } = await import(pathToFileURL(resolve(DIST, 'node/link-options.js')).href);
await build(linkOptions(DEFAULT_JOURNEY, profiles, `${DIST}/k6`));
await build(readableOptions(DEFAULT_JOURNEY, `${DIST}/journeys/flags.cjs`));
const laidOut = profiles.map((profile) =>
  layoutProblems(`${THRESHOLDS}/${profile}.json`, `${DIST}/k6/${profile}.js`, limits.get(profile).limits),
);
endOn((await Promise.all(laidOut)).flat());
removeAllBut(
  `${DIST}/k6`,
  profiles.map((profile) => `${profile}.js`),
);
await buildInto(`${DIST}/bench`, {
  ...FOR_K6,
  ...AS_SCRIPT,
  plugins: [oneImportEach],
  entryPoints: readdirSync('src/k6/bench').map((file) => `src/k6/bench/${file}`),
});

// The embedded engine: CommonJS and in one file, so that V8 can keep what it compiled of it.
await buildInto(`${DIST}/engine`, {
  entryPoints: {
    engine: 'src/engine/v8/start.ts',
    main: 'src/engine/main.ts',
    'hang-watcher': 'src/engine/hang-watcher.ts',
  },
  outExtension: { '.js': '.cjs' },
  ...FOR_NODE,
  format: 'cjs',
  // What is loaded when it is needed is loaded by require(), which resolves from where the engine is.
  supported: { 'dynamic-import': false },
});

/** The types of what a journey imports, for editors and for the check of journeys. */
async function declareApi() {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const flags = '--ignoreConfig --declaration --emitDeclarationOnly --module preserve --target es2022 --types k6'.split(
    ' ',
  );
  await promisify(execFile)(process.execPath, [
    compiler,
    'src/k6/api/poolproof.ts',
    ...flags,
    '--outDir',
    `${DIST}/api`,
  ]);
  const declared = `${DIST}/api/poolproof.d.ts`;
  // With what can be imported beside it, a reference that TypeScript would have pointed to the sources.
  writeFileSync(declared, `/// <reference path="./globals.d.ts" />\n${readFileSync(declared, 'utf8')}`);
  for (const file of ['globals.d.ts', 'console.d.ts']) copyFileSync(`src/k6/api/${file}`, `${DIST}/api/${file}`);
}

function endOn(problems) {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exit(1);
}

/** Names of the files of limits, and of the profiles: each is to have the other. */
function limitFiles() {
  const files = readdirSync(THRESHOLDS).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'));
  return [...new Set([...files.map((file) => basename(file, '.json')), ...profiles])];
}

async function buildProfile(profile) {
  // As the command reads them.
  writeFileSync(`${DIST}/limits/${profile}.json`, `${JSON.stringify(limits.get(profile).limits, null, 2)}\n`);
  const alias = {
    'k6-summary': process.env.K6_SUMMARY === 'remote' ? REMOTE_SUMMARY : './src/core/render/k6-summary.ts',
  };
  const ofProfile = profileLimits(limits.get(profile).limits);
  const { outputFiles } = await build({
    ...FOR_K6,
    alias,
    entryPoints: [`src/k6/scenarios/${profile}.ts`],
    write: false,
    ...AS_SCRIPT,
    plugins: [lazy(alias, ofProfile), ofProfile, ownMetrics, oneImportEach],
  });
  writeFileSync(`${DIST}/open/${profile}.js`, inOneFunction(outputFiles[0].text));
}

/** Makes the folder; ends in one line when nothing can be written there. */
function ensureWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    rmdirSync(mkdtempSync(`${folder}/.writable-`));
  } catch ({ code }) {
    const command = `${DIST}/node/poolproof.js`;
    const way = existsSync(command) ? `, or run what was built there before: node ${command} run load` : '';
    process.stderr.write(`Cannot build: ${resolve(folder)} cannot be written to (${code}). Make it writable${way}\n`);
    process.exit(1);
  }
}

/** Builds; what is wrong with a source was printed when it fails, and the stack of this file would say nothing of it. */
async function build(options) {
  try {
    return await esbuild(options);
  } catch (error) {
    if (error.errors === undefined) throw error;
    process.exit(1);
  }
}

/** Builds, and then removes what an earlier build left in the folder, but for `kept`: never is there a moment without the files. */
async function buildInto(outdir, options, kept = []) {
  const { metafile } = await build({ ...options, outdir, metafile: true });
  removeAllBut(outdir, [...Object.keys(metafile.outputs).map((file) => basename(file)), ...kept]);
}

function removeAllBut(folder, files) {
  for (const file of readdirSync(folder)) {
    if (!files.includes(file)) rmSync(`${folder}/${file}`, { recursive: true });
  }
}
