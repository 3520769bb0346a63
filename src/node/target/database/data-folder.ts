import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createRunFolder, type RunFolder, sweepStaleRunFolders } from '../../run-folder.ts';
import { FLAGS_SCHEMA } from './flags-schema.ts';

/** Nobody creates databases from these two here, and a start costs by the file: two thirds of all files are theirs. */
const DROP_TEMPLATES = [
  `UPDATE pg_database SET datistemplate = false WHERE datname IN ('template0', 'template1')`,
  'DROP DATABASE template0',
  'DROP DATABASE template1',
];

/**
 * Gives `folder` the content of a database that has the flags. Creating one takes seconds, so it is done once and kept
 * in `cacheFolder`; each run gets a copy, because two processes must not share one.
 */
export async function fillDataFolder(folder: string, cacheFolder: string): Promise<void> {
  const kept = join(cacheFolder, `pglite-${contentId()}`);
  if (!existsSync(kept)) await createKept(kept, cacheFolder);
  // A cache that cannot be written costs time, not the run.
  if (existsSync(kept)) cpSync(kept, folder, { recursive: true });
  else await createDatabase(folder);
}

async function createKept(kept: string, cacheFolder: string): Promise<void> {
  let draft: RunFolder;
  try {
    mkdirSync(cacheFolder, { recursive: true });
    sweepStaleRunFolders(cacheFolder);
    draft = createRunFolder(cacheFolder);
  } catch {
    return;
  }
  try {
    const data = join(draft.path, 'data');
    await createDatabase(data);
    renameSync(data, kept);
  } catch (error) {
    // Another process may have been quicker: then its folder is as good.
    if (!existsSync(kept)) throw error;
  } finally {
    draft.remove();
  }
}

async function createDatabase(folder: string): Promise<void> {
  const database = await PGlite.create({ dataDir: folder });
  await database.exec(FLAGS_SCHEMA);
  for (const statement of DROP_TEMPLATES) await database.query(statement);
  await database.close();
}

/** Changes with whatever decides about the content of the folder. */
function contentId(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.resolve('@electric-sql/pglite')), 'utf8'),
  );
  const hash = createHash('sha256')
    .update([FLAGS_SCHEMA, ...DROP_TEMPLATES].join(';'))
    .digest('hex')
    .slice(0, 8);
  return `${manifest.version}-${hash}`;
}
