import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Result } from '../../../src/core/result/result.ts';
import { history } from '../../../src/node/history/history.ts';
import { runCommand } from '../../helpers/run-poolproof.ts';
import { sampleResult } from '../../helpers/sample-result.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolproof-history-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function keep(name: string, changes: Partial<Result> = {}): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'result.json'), JSON.stringify({ ...sampleResult(), ...changes }));
}

function run(env: Readonly<Record<string, string>> = {}, givenVariables: readonly string[] = []): string[] {
  const lines: string[] = [];
  history({ env: { RESULTS_DIR: folder, ...env }, givenVariables, say: (line) => lines.push(line) });
  return lines;
}

test('history() shows each run once, with a link to its report, and no folder that has none', () => {
  keep('load-1', { source: { commit: 'c0ffee11'.repeat(5), branch: '<b>main</b>' } });
  keep('load-2');
  symlinkSync('load-2', join(folder, 'latest'));
  mkdirSync(join(folder, 'compare-1'));
  expect(run()).toEqual([expect.stringMatching(/^poolproof: history of 2 runs in .*history\.html$/)]);
  const page = readFileSync(join(folder, 'history.html'), 'utf8');
  expect([...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    'load-2/report.html',
    'load-1/report.html',
  ]);
  expect(page).toContain('<code>c0ffee11</code> &lt;b&gt;main&lt;/b&gt;');
  expect(page).not.toMatch(/NaN|undefined|<script|\ssrc=|\sstyle=/);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(
    `content="default-src &apos;none&apos;; style-src &apos;sha256-${hash}&apos;; script-src &apos;none&apos;;`,
  );
});

test('docs/history.md shows commands that do what it says', async () => {
  keep('load-1');
  const commands = [...readFileSync('docs/history.md', 'utf8').matchAll(/^make history.*$/gm)].map(
    ([command]) => command,
  );
  expect(commands).toHaveLength(2);
  for (const command of commands) {
    const local = command.replace(/ RESULTS_DIR=\S+/, '');
    const { exitCode, output } = await runCommand('sh', ['-c', `${local} RESULTS_DIR='${folder}'`], {});
    expect(output).toContain('poolproof: history of 1 run in ');
    expect(exitCode).toBe(0);
  }
});

test('history() says what it left out, and goes on', () => {
  keep('load-1');
  mkdirSync(join(folder, 'load-2'));
  writeFileSync(join(folder, 'load-2', 'result.json'), '{');
  const [leftOut, done] = run();
  expect(leftOut).toMatch(/^poolproof: left out\. Cannot read result ".*load-2.result\.json": /);
  expect(done).toMatch(/history of 1 run in /);
});

test('history() shows one profile, and tells which there are when it is another', () => {
  keep('load-1');
  keep('smoke-1', { profile: 'smoke' });
  expect(run({ PROFILE: 'smoke' }).at(-1)).toMatch(/history of 1 run in /);
  expect(() => run({ PROFILE: 'soak' })).toThrow(
    `Cannot show a history: no run of profile soak is in ${JSON.stringify(folder)}. There are runs of load, smoke`,
  );
});

test('history() refuses a folder without results, and variables that it does not know', () => {
  expect(() => run()).toThrow(
    /^Cannot show a history: no run has left a result in ".*"\. Run one \(make load\), or set/,
  );
  expect(() => run({}, ['PROFIL'])).toThrow(/^PROFIL is not a variable of history/);
});
