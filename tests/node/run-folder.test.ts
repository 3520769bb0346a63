import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRunFolder, sweepStaleRunFolders } from '../../src/node/run-folder.ts';

function createParent(): string {
  const parent = mkdtempSync(join(tmpdir(), 'poolproof-test-run-folder-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return parent;
}

test('remove() removes the folder with its content, and again does no harm', () => {
  const folder = createRunFolder(createParent());
  expect(folder.path).toContain(`poolproof-${process.pid}-`);
  writeFileSync(join(folder.path, 'file'), 'content');
  folder.remove();
  expect(existsSync(folder.path)).toBe(false);
  folder.remove();
});

test('sweepStaleRunFolders() removes only folders of dead processes', () => {
  const parent = createParent();
  const alive = createRunFolder(parent);
  const deadPid = spawnSync('true').pid;
  for (const name of [`poolproof-${deadPid}-abc`, 'poolproof-mine', `other-${deadPid}-abc`]) {
    mkdirSync(join(parent, name, 'nested'), { recursive: true });
  }
  sweepStaleRunFolders(parent);
  expect(readdirSync(parent).sort()).toEqual(
    [alive.path.slice(parent.length + 1), `other-${deadPid}-abc`, 'poolproof-mine'].sort(),
  );
});
