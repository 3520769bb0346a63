import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TransformedScript } from './transform/transform-script.ts';

/** A script of some size takes 100 to 200 kB here. */
const MAX_ENTRIES = 50;

/**
 * Transformed scripts on disk: the transform of a large script takes longer than all the rest of a start. An entry is
 * found only by the very text of the script and of the engine that transformed it, and is used only if it is whole.
 * A folder that cannot be read or written is no problem: then each start transforms anew.
 */
export class TransformCache {
  readonly #folder: string;
  readonly #engine: Uint8Array;

  /** @param engine The code of the engine: another engine transforms in another way. */
  constructor(folder: string, engine: Uint8Array) {
    this.#folder = folder;
    this.#engine = engine;
  }

  read(source: string): TransformedScript | undefined {
    const key = this.#keyOf(source);
    try {
      const entry = readFileSync(this.#fileOf(key), 'utf8');
      const end = entry.indexOf('\n');
      const content = entry.slice(end + 1);
      return entry.slice(0, end) === checksum(key, content) ? (JSON.parse(content) as TransformedScript) : undefined;
    } catch {
      return undefined;
    }
  }

  write(source: string, script: TransformedScript): void {
    const key = this.#keyOf(source);
    const content = JSON.stringify(script);
    // Whoever reads meanwhile sees the old file or the new one, never a part.
    const unfinished = path.join(this.#folder, `${randomUUID()}.tmp`);
    try {
      mkdirSync(this.#folder, { recursive: true });
      this.#removeOldest();
      try {
        writeFileSync(unfinished, `${checksum(key, content)}\n${content}`);
        renameSync(unfinished, this.#fileOf(key));
      } catch {
        rmSync(unfinished, { force: true });
      }
    } catch {
      // The next start transforms anew.
    }
  }

  #removeOldest(): void {
    const files = readdirSync(this.#folder).map((name) => path.join(this.#folder, name));
    if (files.length < MAX_ENTRIES) return;
    const ages = files.map((file) => ({ file, changedAt: statSync(file).mtimeMs }));
    ages.sort((a, b) => b.changedAt - a.changedAt);
    for (const { file } of ages.slice(MAX_ENTRIES - 1)) rmSync(file, { force: true });
  }

  #keyOf(source: string): string {
    return createHash('sha256').update(this.#engine).update('\0').update(source).digest('hex');
  }

  #fileOf(key: string): string {
    return path.join(this.#folder, `${key}.json`);
  }
}

function checksum(key: string, content: string): string {
  return createHash('sha256').update(key).update(content).digest('hex');
}
