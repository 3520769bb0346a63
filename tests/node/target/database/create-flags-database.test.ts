import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { createFlagsDatabase } from '../../../../src/node/target/database/create-flags-database.ts';
import { temporaryFolder } from '../../../helpers/run-poolproof.ts';

async function flagsOf(database: PGlite): Promise<unknown> {
  const { rows } = await database.query('SELECT count(*)::int AS count FROM poolproof.flags');
  return rows;
}

test('keeps what it created, and what is done to one database is not seen in the next', async () => {
  const cacheFolder = temporaryFolder();
  const first = await createFlagsDatabase(cacheFolder);
  const [kept = ''] = readdirSync(join(cacheFolder, 'database'));
  const content = () => readFileSync(join(cacheFolder, 'database', kept));
  const asCreated = content();
  await first.query('DELETE FROM poolproof.flags');
  await first.close();
  const second = await createFlagsDatabase(cacheFolder);
  expect(await flagsOf(second)).toEqual([{ count: 25 }]);
  await second.query('DELETE FROM poolproof.flags');
  await second.close();
  expect(content().equals(asCreated)).toBe(true);
  expect(readdirSync(join(cacheFolder, 'database'))).toEqual([kept]);
});

test('a cache folder that cannot be written costs time only', async () => {
  const cacheFolder = join(temporaryFolder(), 'cache');
  writeFileSync(cacheFolder, 'a file is in the way');
  const database = await createFlagsDatabase(cacheFolder);
  expect(await flagsOf(database)).toEqual([{ count: 25 }]);
  await database.close();
});
