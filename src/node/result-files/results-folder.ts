import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

/**
 * Creates the folder of a run, `<resultsDir>/<profile>-<UTC time>/`, and points `<resultsDir>/latest` to it, unless the
 * folder holds no run, or not yet (`isLatest: false`).
 *
 * @throws UserError when the folder cannot be written, before any load was sent
 */
export function createResultsFolder(
  resultsDir: string,
  profile: string,
  startedAt: Date,
  { isLatest }: { isLatest: boolean } = { isLatest: true },
): string {
  const stamp = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  try {
    ensureFolder(resolve(resultsDir));
    const folder = createUnique(join(resolve(resultsDir), `${profile}-${stamp}`));
    if (isLatest) pointLatestTo(folder);
    return folder;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot write results to ${JSON.stringify(resultsDir)}: ${reason}. Set RESULTS_DIR to a folder you may write to`,
      EXIT_CODE.resultsUnwritable,
    );
  }
}

/** Folder by folder: mkdir's own `recursive` never ends where a file system refuses, as /proc does (Node.js 20). */
function ensureFolder(path: string): void {
  if (existsSync(path)) return;
  ensureFolder(dirname(path));
  mkdirSync(path);
}

/** Removes the folder of a run that came to nothing, unless something lies in it that tells why. */
export function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Two runs may start within one second. */
function createUnique(wanted: string): string {
  for (let suffix = 1; ; suffix += 1) {
    const path = suffix === 1 ? wanted : `${wanted}-${suffix}`;
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Points `latest`, beside the folder of a run, to it. */
export function pointLatestTo(folder: string): void {
  const resultsDir = dirname(folder);
  const link = join(resultsDir, 'latest');
  // Made aside and moved there: another run may do the same at this moment.
  const draft = join(resultsDir, `.latest-${basename(folder)}`);
  symlinkSync(basename(folder), draft, 'dir');
  try {
    renameSync(draft, link);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
