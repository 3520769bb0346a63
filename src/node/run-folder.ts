import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_CODE } from './exit-code.ts';
import { isAlive } from './processes/is-alive.ts';
import { UserError } from './user-error.ts';

interface RunFolder {
  path: string;
  /** Removes it with all content; harmless when called again. */
  remove(): void;
}

/**
 * Creates `poolproof-<pid>-…` in `parent`, the system's folder for temporary files by default; it goes when the process
 * exits. Those that killed processes left go now.
 *
 * @throws UserError where there is no room, or no such folder
 */
export function createRunFolder(parent = tmpdir()): RunFolder {
  const path = makeFolder(parent);
  const removeAtExit = () => {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // A thread is still writing there; a later run sweeps it.
    }
  };
  process.on('exit', removeAtExit);
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
      process.off('exit', removeAtExit);
    },
  };
}

function makeFolder(parent: string): string {
  try {
    sweepStaleRunFolders(parent);
    return mkdtempSync(join(parent, `poolproof-${process.pid}-`));
  } catch (error) {
    throw new UserError(
      `Cannot write to ${JSON.stringify(parent)}, the folder for temporary files: ${(error as Error).message}. Set TMPDIR to a folder with room`,
      EXIT_CODE.resultsUnwritable,
    );
  }
}

/** Removes what processes left that were killed before they could; folders of living processes and other users stay. */
export function sweepStaleRunFolders(parent = tmpdir()): void {
  const userId = process.getuid?.() ?? 0;
  for (const name of namesIn(parent)) {
    const pid = Number(/^poolproof-(\d+)-/.exec(name)?.[1]);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    try {
      const path = join(parent, name);
      if (lstatSync(path).uid === userId) rmSync(path, { recursive: true, force: true });
    } catch {
      // Somebody else's, or being removed right now.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
