import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Result } from '../../../src/core/result/result.ts';
import { renderAgain } from '../../../src/node/result-files/render-again.ts';
import { keepResults } from '../../../src/node/result-files/write-results.ts';
import { UserError } from '../../../src/node/user-error.ts';
import { temporaryFolder } from '../../helpers/run-poolproof.ts';
import { soundResult } from '../../helpers/sound-result.ts';

function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function saidBy(path: string): string {
  const lines: string[] = [];
  renderAgain(path, false, (line) => lines.push(line));
  return lines.join('\n');
}

test('a result renders to the same bytes again, by its file or its folder', () => {
  const folder = temporaryFolder();
  expect(keepResults(folder, soundResult(), () => {})).toBe(true);
  const before = filesIn(folder);
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['result.json', 'junit.xml', 'report.md', 'report.html']));
  const { 'result.json': resultJson = '' } = before;
  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, 'result.json'), resultJson);
  const said = saidBy(elsewhere);
  expect(said).toContain('HEALTHY: the one rule passed');
  expect(said).toContain(elsewhere.slice(elsewhere.lastIndexOf('/')));
  expect(filesIn(elsewhere)).toEqual(before);
  expect(saidBy(join(elsewhere, 'result.json'))).toBe(said);
  expect(filesIn(elsewhere)).toEqual(before);
});

test('a result of another minor version renders: fields that are not known are passed over, evidence may be missing', () => {
  const folder = temporaryFolder();
  const { evidence: _missing, ...result } = soundResult();
  const [rule] = result.rules;
  const newer = { ...result, evidence: { newEvidence: 1 }, newField: { a: [] }, rules: [{ ...rule, newField: 1 }] };
  writeFileSync(join(folder, 'result.json'), JSON.stringify(newer));
  expect(saidBy(folder)).toContain('HEALTHY: the one rule passed');
});

function fileWith(text: string): string {
  const path = join(temporaryFolder(), 'result.json');
  writeFileSync(path, text);
  return path;
}

test.each([
  ['a missing file', () => join(temporaryFolder(), 'no.json'), /there is no such file/],
  ['a folder without a result', () => temporaryFolder(), /there is no such file/],
  ['no JSON', () => fileWith('not\njson'), /JSON/],
  ['null', () => fileWith('null'), /it is not a result of poolproof/],
  ['JSON of something else', () => fileWith('{"name":"x"}'), /it is not a result of poolproof/],
  [
    'an older result',
    () => fileWith('{"schemaVersion":1}'),
    /its schema version is 1, but this poolproof reads version 2/,
  ],
  ['a result with a hole', () => fileWith('{"schemaVersion":2}'), /it is not a valid result: .*required property/],
  [
    'a result of which a part was changed',
    () =>
      fileWith(
        JSON.stringify({ ...soundResult(), verdict: { status: 'good', sentence: '' } } satisfies unknown as Result),
      ),
    /it is not a valid result: \/verdict\/status/,
  ],
  [
    'a file that cannot be read',
    () => {
      const path = join(temporaryFolder(), 'x');
      mkdirSync(join(path, 'result.json'), { recursive: true });
      return path;
    },
    /it is a folder/,
  ],
])('%s is refused in one line with exit code 104', (_what, path, problem) => {
  let refused: unknown;
  try {
    renderAgain(path(), false, () => {});
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(UserError);
  const { message, exitCode } = refused as UserError;
  expect(exitCode).toBe(104);
  expect(message).toMatch(/^Cannot read result "[^\n]+$/);
  expect(message).toMatch(problem);
});

test.each([
  ['a pipe', (path: string) => void execFileSync('mkfifo', [path]), /it is not a regular file/],
  ['a device', (path: string) => symlinkSync('/dev/zero', path), /it is not a regular file/],
  [
    'a huge file',
    (path: string) => {
      writeFileSync(path, '');
      truncateSync(path, 40_000_000);
    },
    /it has 40000000 bytes, and a result has at most 32 MiB/,
  ],
])('%s is refused and not read', (_what, make, problem) => {
  const path = join(temporaryFolder(), 'result.json');
  make(path);
  expect(() => renderAgain(path, false, () => {})).toThrow(problem);
});

test('a report that is a link elsewhere is replaced, and what it led to stays', () => {
  const [folder, precious] = [temporaryFolder(), join(temporaryFolder(), 'precious')];
  writeFileSync(precious, 'mine');
  writeFileSync(join(folder, 'result.json'), JSON.stringify(soundResult()));
  symlinkSync(precious, join(folder, 'report.html'));
  saidBy(folder);
  expect(readFileSync(precious, 'utf8')).toBe('mine');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<html');
});

test('texts of a result from elsewhere reach neither the terminal nor CI as commands', () => {
  const evil = '\u001b]0;title\u0007\n::error::fooled\n\u202e\u009b2J';
  const finding = { id: '::error::fooled', sentence: evil, next: evil, confidence: 'high', evidence: [] } as const;
  const result = soundResult({ profile: evil, findings: [finding], verdict: { status: 'unhealthy', sentence: evil } });
  const said = saidBy(fileWith(JSON.stringify(result)));
  expect(said).toContain('fooled');
  expect(said.split('\n').filter((line) => /[^\P{C}\t]/u.test(line))).toEqual([]);
  expect(said).not.toMatch(/^\s*::/m);
});

test('reports that cannot be written are one line with exit code 5', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'result.json'), JSON.stringify(soundResult()));
  mkdirSync(join(folder, 'report.md'));
  expect(() => renderAgain(folder, false, () => {})).toThrow(
    expect.objectContaining({ exitCode: 5, message: expect.stringMatching(/^Cannot write reports to "[^\n]+$/) }),
  );
});
