// Starts the embedded engine, built to dist/engine/engine.cjs. V8 keeps what it compiled of the engine in .cache/engine, so
// that a start need not compile it again. CommonJS, because Node keeps no compiled code of modules.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { UNFIT_NODE, whyUnfit } from '../../core/settings/node-version.ts';
import { KeptFiles } from '../../node/kept-files.ts';
import type { startEngine } from '../main.ts';

const problem = whyUnfit(process.versions.node, process.execPath);
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(UNFIT_NODE);
}

const MOST_ENTRIES = 5;
const ROOT = path.join(__dirname, '../..');
const FILE = path.join(__dirname, 'main.cjs');

const source = readFileSync(FILE);
const engineId = createHash('sha256').update(source).digest('hex');
// Compiled code is good for the same V8 on the same processor with the same flags.
const key = createHash('sha256').update(`${engineId} ${cachedDataVersionTag()}`).digest('hex');
const kept = new KeptFiles(path.join(ROOT, '.cache/engine'), MOST_ENTRIES);
const cachedData = kept.read(key);
const script = new Script(`(function (module, require) {${source}\n})`, {
  filename: FILE,
  ...(cachedData === undefined ? {} : { cachedData }),
});
if (cachedData === undefined || script.cachedDataRejected) {
  // At the end: what a run has used is compiled then.
  process.once('exit', () => {
    // The code is good for the flags that V8 has when it is written, and some were changed meanwhile.
    for (const flag of process.execArgv) setFlagsFromString(flag);
    kept.write(key, script.createCachedData());
  });
}
const engine = { exports: {} as { startEngine: typeof startEngine } };
script.runInThisContext()(engine, createRequire(FILE));

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
void engine.exports
  .startEngine({ version, watcherFile: path.join(__dirname, 'hang-watcher.cjs') })
  .then((exitCode) => process.exit(exitCode));
