import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve('.cache/roomy');
const TIMES_AS_WIDE = 100;

/**
 * The command and the bundles, built with limits on times that are a hundred times as wide: for tests of anything else, which
 * then come to the same verdict on a machine that is busy. Limits as users have them are for tests/measured, whose tests run
 * last.
 */
export const ROOMY_COMMAND: string = join(ROOT, 'dist/node/poolproof.js');
export const ROOMY_BUNDLES: string = join(ROOT, 'dist/k6');
export const ROOMY_THRESHOLDS: string = join(ROOT, 'thresholds');

/** Builds them from limits of their own. */
export async function buildRoomy(): Promise<void> {
  rmSync(ROOT, { recursive: true, force: true });
  mkdirSync(ROOMY_THRESHOLDS, { recursive: true });
  for (const name of readdirSync('thresholds')) {
    writeFileSync(join(ROOMY_THRESHOLDS, name), widened(readFileSync(join('thresholds', name), 'utf8')));
  }
  await promisify(execFile)(process.execPath, ['esbuild.config.mjs'], {
    env: { ...process.env, THRESHOLDS: ROOMY_THRESHOLDS, DIST: join(ROOT, 'dist') },
  });
  cpSync('package.json', join(ROOT, 'package.json'));
  // What the command keeps between runs it shares with the one that was built.
  symlinkSync('..', join(ROOT, '.cache'));
}

/** Limits on percentiles of times, as they stand in a file of limits. */
function widened(json: string): string {
  return json.replaceAll(
    /"p\((\d+)\)<(\d+)"/g,
    (_limit, q: string, limitMs: string) => `"p(${q})<${TIMES_AS_WIDE * Number(limitMs)}"`,
  );
}
