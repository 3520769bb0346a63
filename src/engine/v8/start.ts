// Starts the embedded engine, built to dist/engine/engine.cjs. V8 keeps what it compiled of the engine in .cache/engine, so
// that a start need not compile it again. CommonJS, because Node keeps no compiled code of modules.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { UNFIT_NODE, whyUnfit } from '../../core/settings/node-version.ts';
import { KeptFiles } from '../../disk/kept-files.ts';
import type { startEngine } from '../main.ts';
import { compileKept } from './compile-kept.ts';

const problem = whyUnfit(process.versions.node, process.execPath);
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(UNFIT_NODE);
}

const MOST_ENGINES = 5;
// Two of each script.
const MOST_SCRIPTS = 40;
const ROOT = path.join(__dirname, '../..');
const FILE = path.join(__dirname, 'main.cjs');

const source = readFileSync(FILE);
const engineId = createHash('sha256').update(source).digest('hex');
const kept = new KeptFiles(path.join(ROOT, '.cache/engine'), MOST_ENGINES);
const script = compileKept(`(function (module, require) {${source}\n})`, engineId, { filename: FILE }, kept);
const engine = { exports: {} as { startEngine: typeof startEngine } };
script.runInThisContext()(engine, createRequire(FILE));

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
void engine.exports
  .startEngine({
    version,
    kept: { files: new KeptFiles(path.join(ROOT, '.cache/scripts'), MOST_SCRIPTS), engineId },
    watcherFile: path.join(__dirname, 'hang-watcher.cjs'),
  })
  .then((exitCode) => process.exit(exitCode));
