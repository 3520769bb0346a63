import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const LINE_FEED = 10;

/**
 * What is expensive to compute again, in files of a folder, by keys that are hashes. An entry is used only if it is whole.
 * A folder that cannot be read or written is no problem: then it is computed anew each time.
 */
export class KeptFiles {
  readonly #folder: string;
  readonly #mostEntries: number;

  /** @param mostEntries Those that nobody has asked for the longest make room for new ones. */
  constructor(folder: string, mostEntries: number) {
    this.#folder = folder;
    this.#mostEntries = mostEntries;
  }

  read(key: string): Buffer | undefined {
    const content = this.#wholeEntry(key);
    if (content !== undefined) this.#keepLonger(key);
    return content;
  }

  #wholeEntry(key: string): Buffer | undefined {
    try {
      const entry = readFileSync(this.#fileOf(key));
      const end = entry.indexOf(LINE_FEED);
      const content = entry.subarray(end + 1);
      return entry.toString('latin1', 0, end) === checksum(key, content) ? content : undefined;
    } catch {
      return undefined;
    }
  }

  #keepLonger(key: string): void {
    try {
      const now = new Date();
      utimesSync(this.#fileOf(key), now, now);
    } catch {
      // It is gone already, or somebody else's: then it is computed anew sooner.
    }
  }

  write(key: string, content: Uint8Array): void {
    // Whoever reads meanwhile sees the old file or the new one, never a part.
    const unfinished = path.join(this.#folder, `${randomUUID()}.tmp`);
    try {
      mkdirSync(this.#folder, { recursive: true });
      this.#makeRoom();
      try {
        writeFileSync(unfinished, Buffer.concat([Buffer.from(`${checksum(key, content)}\n`), content]));
        renameSync(unfinished, this.#fileOf(key));
      } catch {
        rmSync(unfinished, { force: true });
      }
    } catch {
      // It is computed anew the next time.
    }
  }

  #makeRoom(): void {
    const files = readdirSync(this.#folder).map((name) => path.join(this.#folder, name));
    if (files.length < this.#mostEntries) return;
    const ages = files.map((file) => ({ file, changedAt: statSync(file).mtimeMs }));
    ages.sort((a, b) => b.changedAt - a.changedAt);
    for (const { file } of ages.slice(this.#mostEntries - 1)) rmSync(file, { force: true });
  }

  #fileOf(key: string): string {
    return path.join(this.#folder, key);
  }
}

function checksum(key: string, content: Uint8Array): string {
  return createHash('sha256').update(key).update(content).digest('hex');
}
