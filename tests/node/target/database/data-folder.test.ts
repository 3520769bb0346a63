import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { expect, onTestFinished, test } from 'vitest';
import { fillDataFolder } from '../../../../src/node/target/database/data-folder.ts';

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function countFlags(dataFolder: string): Promise<unknown> {
  const database = await PGlite.create({ dataDir: dataFolder });
  const { rows } = await database.query('SELECT count(*)::int AS count FROM poolproof.flags');
  await database.close();
  return rows;
}

test('creates the database once and gives each run a copy of its own', async () => {
  const folder = createFolder();
  const cacheFolder = join(folder, 'cache');
  // What a process left that was killed while it prepared.
  mkdirSync(join(cacheFolder, 'poolproof-999999999-x'), { recursive: true });
  await fillDataFolder(join(folder, 'first'), cacheFolder);
  expect(readdirSync(cacheFolder)).toEqual([expect.stringMatching(/^pglite-/)]);
  const [kept = ''] = readdirSync(cacheFolder);
  writeFileSync(join(cacheFolder, kept, 'mark'), '');
  await fillDataFolder(join(folder, 'second'), cacheFolder);
  expect(existsSync(join(folder, 'first', 'mark'))).toBe(false);
  expect(existsSync(join(folder, 'second', 'mark'))).toBe(true);
  expect(await countFlags(join(folder, 'second'))).toEqual([{ count: 25 }]);
});

test('a cache folder that cannot be written costs time only', async () => {
  const folder = createFolder();
  const cacheFolder = join(folder, 'cache');
  writeFileSync(cacheFolder, 'a file is in the way');
  await fillDataFolder(join(folder, 'data'), cacheFolder);
  expect(await countFlags(join(folder, 'data'))).toEqual([{ count: 25 }]);
});
