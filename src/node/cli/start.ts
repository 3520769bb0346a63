#!/usr/bin/env node
import { whyUnfit } from '../../core/settings/node-version.ts';
// Built to dist/node/poolproof.js. An old Node.js may fail while it loads the command, so nothing of that is imported
// before its version is known.
import { EXIT_CODE } from '../exit-code.ts';

const problem = whyUnfit(process.versions.node, process.execPath);
if (problem === undefined) {
  await import('./main.ts');
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = EXIT_CODE.unfitNode;
}
