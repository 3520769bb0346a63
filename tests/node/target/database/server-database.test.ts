import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createFlagsRepository } from '../../../../src/node/target/database/flags-repository.ts';
import { openServerDatabase } from '../../../../src/node/target/database/server-database.ts';
import { createLog } from '../../../../src/node/target/log.ts';

const hasPostgres = ['initdb', 'postgres'].every((program) => spawnSync(program, ['--version']).status === 0);
const NEEDS_POSTGRES = 'needs initdb and postgres on PATH';
const log = createLog('silent', () => {});

/** Starts a real PostgreSQL for the test; as root it runs as nobody, because it refuses to be root. */
async function startPostgres(): Promise<string> {
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-test-postgres-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = ['-D', data, '-U', 'tester', '-A', 'trust', '--no-sync', '-E', 'UTF8'];
  const created = spawnSync('initdb', options, { ...user, cwd: folder, encoding: 'utf8' });
  expect(created.stderr).not.toMatch(/error/i);
  const port = await getPort({ host: '127.0.0.1' });
  const settings = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'];
  const server = spawn('postgres', settings, { ...user, cwd: folder, stdio: 'ignore' });
  onTestFinished(async () => {
    server.kill('SIGQUIT');
    await once(server, 'exit');
  });
  const url = `postgres://tester@127.0.0.1:${port}/postgres`;
  await vi.waitFor(() => query(url, 'SELECT 1'), { timeout: 30_000 });
  return url;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a server gets schema and flags once, also when several start at once', async ({ skip }) => {
  skip(!hasPostgres, NEEDS_POSTGRES);
  const url = await startPostgres();
  const databases = await Promise.all(Array.from({ length: 4 }, () => openServerDatabase(url, log)));
  const [database] = databases;
  expect.assert(database !== undefined);
  const flags = createFlagsRepository(database);
  expect(await flags.list()).toHaveLength(25);
  expect(await flags.find('checkout-v2')).toEqual({
    key: 'checkout-v2',
    enabled: true,
    description: 'Use the one-page checkout',
    rolloutPercent: 10,
  });
  expect(await flags.find("' OR true --")).toBeUndefined();
  await Promise.all(databases.map((opened) => opened.close()));
});

test('a table that is there stays as it is', async ({ skip }) => {
  skip(!hasPostgres, NEEDS_POSTGRES);
  const url = await startPostgres();
  await (await openServerDatabase(url, log)).close();
  await query(url, `DELETE FROM poolproof.flags WHERE key <> 'dark-mode'`);
  await query(url, `UPDATE poolproof.flags SET enabled = false`);
  const database = await openServerDatabase(url, log);
  const flags = await createFlagsRepository(database).list();
  await database.close();
  expect(flags).toMatchObject([{ key: 'dark-mode', enabled: false }]);
});
