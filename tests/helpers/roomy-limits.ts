import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve('.cache/roomy');
const TIMES_AS_WIDE = 20;

/**
 * The command and the bundles as they were built, but with limits on times that are twenty times as wide: for tests of
 * anything else, which then come to the same verdict on a machine that is busy. Limits as users have them are for
 * tests/measured, whose tests run alone.
 */
export const ROOMY_COMMAND: string = join(ROOT, 'dist/node/poolproof.js');
export const ROOMY_BUNDLES: string = join(ROOT, 'dist/k6');

/** Makes them from dist/. */
export function buildRoomy(): void {
  rmSync(ROOT, { recursive: true, force: true });
  mkdirSync(ROOT, { recursive: true });
  cpSync('dist', join(ROOT, 'dist'), { recursive: true });
  cpSync('package.json', join(ROOT, 'package.json'));
  // What the command keeps between runs it shares with the one that was built.
  symlinkSync('..', join(ROOT, '.cache'));
  for (const name of readdirSync(ROOMY_BUNDLES)) {
    const file = join(ROOMY_BUNDLES, name);
    const bundle = readFileSync(file, 'utf8');
    const roomy = bundle.replaceAll(
      /\bp\((\d+)\)<(\d+)\b/g,
      (_limit, q, limitMs) => `p(${q})<${TIMES_AS_WIDE * limitMs}`,
    );
    if (roomy === bundle) throw new Error(`Cannot widen the limits in ${file}: it has none such as p(95)<50`);
    writeFileSync(file, roomy);
  }
}
