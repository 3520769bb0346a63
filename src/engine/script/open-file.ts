import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GoError } from '../vu/go-error.ts';
import type { VirtualUser } from '../vu/virtual-user.ts';

/** k6's `open()`: files for the init code, read once for all VUs, relative to the script. */
export class FileOpener {
  readonly #directory: string;
  readonly #files = new Map<string, Buffer>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @param mode `b` gives an ArrayBuffer instead of a string. */
  open(vu: VirtualUser, file: string, mode = ''): string | ArrayBuffer {
    if (vu.stage !== 'init') {
      throw new GoError(
        'the "open" function is only available in the init stage (i.e. the global scope), see https://grafana.com/docs/k6/latest/using-k6/test-lifecycle/ for more information',
      );
    }
    if (typeof file !== 'string' || file === '') throw new GoError("open() can't be used with an empty filename");
    const filePath = file.startsWith('file://') ? fileURLToPath(file) : path.resolve(this.#directory, file);
    let content = this.#files.get(filePath);
    if (!content) {
      // A VU may only open what the first init run has opened: that run sees all files a test needs.
      if (vu.id !== 0)
        throw new GoError(
          `open() can't be used with files that weren't previously opened during initialization (__VU==0), path: "${filePath}"`,
        );
      content = readContent(filePath);
      this.#files.set(filePath, content);
    }
    return mode.includes('b') ? new Uint8Array(content).buffer : content.toString('utf8');
  }
}

function readContent(filePath: string): Buffer {
  try {
    return readFileSync(filePath);
  } catch (error) {
    throw new GoError(`open ${filePath}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
