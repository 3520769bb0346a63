import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TransformCache } from '../../../../../src/node/engines/embedded/script/transform-cache.ts';

const ENGINE = 'an engine';
const SCRIPT = { code: 'return async () => {}', imports: [], exportNames: ['default'] };

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-transforms-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function onlyFile(folder: string): string {
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name);
}

test('TransformCache gives back what was kept for the very same script', () => {
  const folder = join(emptyFolder(), 'made/when/needed');
  new TransformCache(folder, ENGINE).write('source', SCRIPT);
  expect(new TransformCache(folder, ENGINE).read('source')).toEqual(SCRIPT);
});

test('TransformCache knows nothing of a script that has changed', () => {
  const cache = new TransformCache(emptyFolder(), ENGINE);
  cache.write('source', SCRIPT);
  expect(cache.read('source ')).toBeUndefined();
});

test('TransformCache knows nothing of what another engine made', () => {
  const folder = emptyFolder();
  new TransformCache(folder, ENGINE).write('source', SCRIPT);
  expect(new TransformCache(folder, 'another engine').read('source')).toBeUndefined();
});

test.each<[string, (content: string) => string]>([
  ['cut off', (content) => content.slice(0, -1)],
  ['empty', () => ''],
  ['changed in one character', (content) => content.replace('async', 'azync')],
  ['replaced with another', () => `${'0'.repeat(64)}\n${JSON.stringify(SCRIPT)}`],
])('TransformCache ignores an entry that is %s, and replaces it', (_how, damage) => {
  const folder = emptyFolder();
  const cache = new TransformCache(folder, ENGINE);
  cache.write('source', SCRIPT);
  const file = onlyFile(folder);
  writeFileSync(file, damage(readFileSync(file, 'utf8')));
  expect(cache.read('source')).toBeUndefined();
  cache.write('source', SCRIPT);
  expect(cache.read('source')).toEqual(SCRIPT);
});

test('TransformCache ignores the entry of one script under the name of another', () => {
  const folder = emptyFolder();
  const cache = new TransformCache(folder, ENGINE);
  cache.write('one', SCRIPT);
  const one = readFileSync(onlyFile(folder));
  cache.write('two', { ...SCRIPT, code: 'other' });
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), one);
  expect(cache.read('one')).toEqual(SCRIPT);
  expect(cache.read('two')).toBeUndefined();
});

test('TransformCache does without a folder that it cannot write', () => {
  const folder = emptyFolder();
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  for (const unwritable of [file, join(file, 'below')]) {
    const cache = new TransformCache(unwritable, ENGINE);
    cache.write('source', SCRIPT);
    expect(cache.read('source')).toBeUndefined();
  }
  expect(readdirSync(folder)).toEqual(['a-file']);
});

test('TransformCache keeps the newest 50 scripts', () => {
  const folder = emptyFolder();
  const cache = new TransformCache(folder, ENGINE);
  cache.write('first', SCRIPT);
  utimesSync(onlyFile(folder), 1, 1);
  for (let index = 0; index < 50; index += 1) cache.write(`script ${index}`, SCRIPT);
  expect(readdirSync(folder)).toHaveLength(50);
  expect(cache.read('first')).toBeUndefined();
  expect(cache.read('script 0')).toEqual(SCRIPT);
});
