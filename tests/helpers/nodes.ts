import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DOWNLOADS } from './run-poolproof.ts';

const FOLDER = '.cache/nodes';
const NODE = 'package/bin/node';
const INSTALL_TIMEOUT_MS = 180_000;

/** A Node.js to test with, or why there is none. */
type Node = { readonly file: string } | { readonly missing: string };

/**
 * Finds the Node.js of a major version: the one that runs the tests, or one from npm, which stays in .cache/nodes until
 * `make clean`.
 */
export function findNode(major: number): Node {
  if (Number.parseInt(process.versions.node, 10) === major) return { file: process.execPath };
  const folder = join(FOLDER, String(major));
  if (!existsSync(join(folder, NODE))) {
    try {
      install(major, folder);
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      const [cause] = (stderr || message).trim().split('\n');
      return { missing: `npm has no Node.js ${major} for this machine: ${cause}` };
    }
  }
  return { file: resolve(folder, NODE) };
}

/** In a folder of its own first: others may be looking for the same one. */
function install(major: number, folder: string): void {
  mkdirSync(FOLDER, { recursive: true });
  const unfinished = mkdtempSync(join(FOLDER, 'unfinished-'));
  const run = (file: string, args: readonly string[]) =>
    execFileSync(file, args, {
      cwd: unfinished,
      encoding: 'utf8',
      env: { ...process.env, ...DOWNLOADS },
      timeout: INSTALL_TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    // The package that npm's package `node` would install; of its 2800 files one is needed, and npm would unpack them all.
    const name = `node-${process.platform}-${process.arch}@${major}`;
    const packed = run('npm', ['pack', name, '--loglevel=error', '--fetch-retries=0', '--prefer-offline']).trim();
    run('tar', ['-xzf', packed, 'package/bin/node']);
    rmSync(join(unfinished, packed));
    run(resolve(unfinished, NODE), ['--version']);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
