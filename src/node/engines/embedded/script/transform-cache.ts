import { createHash } from 'node:crypto';
import { KeptFiles } from '../../../kept-files.ts';
import type { TransformedScript } from './transform/transform-script.ts';

/** A script of some size takes 100 to 200 kB here. */
const MAX_ENTRIES = 50;

/**
 * Transformed scripts on disk: the transform of a large script takes longer than all the rest of a start. An entry is
 * found only by the very text of the script and the engine that transformed it.
 */
export class TransformCache {
  readonly #files: KeptFiles;
  readonly #engineId: string;

  /** @param engineId Another engine transforms in another way. */
  constructor(folder: string, engineId: string) {
    this.#files = new KeptFiles(folder, MAX_ENTRIES);
    this.#engineId = engineId;
  }

  read(source: string): TransformedScript | undefined {
    const content = this.#files.read(this.#keyOf(source));
    return content && (JSON.parse(content.toString()) as TransformedScript);
  }

  write(source: string, script: TransformedScript): void {
    this.#files.write(this.#keyOf(source), Buffer.from(JSON.stringify(script)));
  }

  #keyOf(source: string): string {
    return createHash('sha256').update(this.#engineId).update('\0').update(source).digest('hex');
  }
}
