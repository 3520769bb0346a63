import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GoError } from '../vu/go-error.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';

/** k6's `open()`: files for the init code, read once for all VUs, relative to the file whose init code runs. */
export class FileOpener {
  /** Undefined stands for a file that is not there. */
  readonly #files = new Map<string, Buffer | undefined>();

  /**
   * @param from The file whose init code runs.
   * @param mode `b` gives an ArrayBuffer instead of a string.
   */
  open(vu: VirtualUser, from: string, file: string, mode?: unknown): string | ArrayBuffer {
    if (vu.stage !== 'init') {
      throw new GoError(
        'the "open" function is only available in the init stage (i.e. the global scope), see https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information',
      );
    }
    if (typeof file !== 'string' || file === '') throw new GoError("open() can't be used with an empty filename");
    const filePath = file.startsWith('file://') ? fileURLToPath(file) : path.resolve(path.dirname(from), file);
    if (!this.#files.has(filePath)) {
      // A VU may only open what the first init run has opened: that run sees all files a test needs.
      if (vu.id !== 0)
        throw new GoError(
          `open() can't be used with files that weren't previously opened during initialization (__VU==0), path: "${filePath}"`,
        );
      this.#files.set(filePath, readContent(filePath));
    }
    const content = this.#files.get(filePath);
    if (content === undefined) throw new GoError(`stat ${filePath}: no such file or directory`);
    return mode === 'b' ? new Uint8Array(content).buffer : content.toString('utf8');
  }
}

function readContent(filePath: string): Buffer | undefined {
  try {
    return readFileSync(filePath);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new GoError(`open ${filePath}: ${message}`);
  }
}
