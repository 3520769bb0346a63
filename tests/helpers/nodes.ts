import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DOWNLOADS } from './run-poolproof.ts';

const FOLDER = '.cache/nodes';
const INSTALL_TIMEOUT_MS = 180_000;

/** A Node.js to test with, or why there is none. */
type Node = { readonly file: string } | { readonly missing: string };

/**
 * Finds the Node.js of a major version: the one that runs the tests, or one from npm's package `node`, which stays in
 * .cache/nodes until `make clean`.
 */
export function findNode(major: number): Node {
  if (Number.parseInt(process.versions.node, 10) === major) return { file: process.execPath };
  const folder = join(FOLDER, String(major));
  if (!existsSync(folder)) {
    try {
      install(major, folder);
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      const [cause] = (stderr || message).trim().split('\n');
      return { missing: `npm cannot install node@${major}: ${cause}` };
    }
  }
  return { file: resolve(folder, 'node_modules/node/bin/node') };
}

/** In a folder of its own first: others may be looking for the same one. */
function install(major: number, folder: string): void {
  mkdirSync(FOLDER, { recursive: true });
  const unfinished = mkdtempSync(join(FOLDER, 'unfinished-'));
  try {
    const flags = [
      '--no-save',
      '--loglevel=error',
      '--fetch-retries=0',
      '--engine-strict=false',
      '--ignore-scripts=false',
    ];
    execFileSync('npm', ['install', `--prefix=${unfinished}`, ...flags, `node@${major}`], {
      encoding: 'utf8',
      env: { ...process.env, ...DOWNLOADS },
      timeout: INSTALL_TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    execFileSync(resolve(unfinished, 'node_modules/node/bin/node'), ['--version']);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
