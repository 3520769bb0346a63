import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { KeptFiles } from '../../../disk/kept-files.ts';
import { FLAGS_SCHEMA } from './flags-schema.ts';

/** Nobody creates databases from these two here, and a start costs by the file: two thirds of all files are theirs. */
const DROP_TEMPLATES = [
  `UPDATE pg_database SET datistemplate = false WHERE datname IN ('template0', 'template1')`,
  'DROP DATABASE template0',
  'DROP DATABASE template1',
];

/** Buffers are cleared at each start, and the log is read: 1 MB of each is more than the flags need, and 128 and 16 MB are usual. */
const INIT_DB = ['--set=shared_buffers=1MB', '--wal-segsize=1'];

/** One for each version of the database and of the flags; 15 MB each. */
const MOST_ENTRIES = 2;

/**
 * Gives a database in memory that has the flags. Creating one takes seconds, so it is done once, and its content kept in
 * `cacheFolder`.
 */
export async function createFlagsDatabase(cacheFolder: string): Promise<PGlite> {
  const kept = new KeptFiles(join(cacheFolder, 'database'), MOST_ENTRIES);
  const key = contentId();
  const content = kept.read(key);
  if (content !== undefined) return PGlite.create({ loadDataDir: new Blob([content]) });
  const database = await PGlite.create({ initDbStartParams: INIT_DB });
  await database.exec(FLAGS_SCHEMA);
  for (const statement of DROP_TEMPLATES) await database.query(statement);
  const dump = await database.dumpDataDir('none');
  kept.write(key, new Uint8Array(await dump.arrayBuffer()));
  return database;
}

/** Changes with whatever decides about the content. */
function contentId(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.resolve('@electric-sql/pglite')), 'utf8'),
  );
  return createHash('sha256')
    .update([manifest.version, FLAGS_SCHEMA, ...INIT_DB, ...DROP_TEMPLATES].join(';'))
    .digest('hex');
}
