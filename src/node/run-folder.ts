import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunFolder {
  path: string;
  /** Removes it with all content; harmless when called again. */
  remove(): void;
}

/** Creates `poolproof-<pid>-…` in `parent`, the system's folder for temporary files by default; it goes when the process exits. */
export function createRunFolder(parent = tmpdir()): RunFolder {
  const path = mkdtempSync(join(parent, `poolproof-${process.pid}-`));
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

/** Removes what processes left that were killed before they could; folders of living processes and other users stay. */
export function sweepStaleRunFolders(parent = tmpdir()): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^poolproof-(\d+)-/.exec(name)?.[1]);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Somebody else's, or being removed right now.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
