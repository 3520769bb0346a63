import { cpSync, readdirSync, symlinkSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from './run-poolproof.ts';

/** A checkout of its own whose packages are installed, and that has not been built; it goes with the test. */
export function copyCheckout(): string {
  const folder = temporaryFolder();
  const builders = readdirSync('.').filter((name) => name.startsWith('esbuild.'));
  for (const name of [
    'Makefile',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'src',
    'deploy',
    'docs',
    'env',
    'journeys',
    'thresholds',
    ...builders,
  ])
    cpSync(name, join(folder, name), { recursive: true, preserveTimestamps: true });
  // Never newer than the packages, or make would install others in their place.
  for (const name of ['package.json', 'package-lock.json']) utimesSync(join(folder, name), 0, 0);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}
