import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes files into a folder, each wholly or not at all. What was there under the name goes, and is never written to: it may
 * be a link to somewhere else.
 *
 * @returns what could not be written, and why
 */
export function replaceFiles(folder: string, files: Readonly<Record<string, () => string>>): string[] {
  return Object.entries(files).flatMap(([name, render]) => {
    const draft = join(folder, `.${name}-${randomUUID()}`);
    try {
      writeFileSync(draft, render(), { flag: 'wx' });
      renameSync(draft, join(folder, name));
      return [];
    } catch (error) {
      rmSync(draft, { force: true });
      return [`${name}: ${(error as Error).message}`];
    }
  });
}
