import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readComparedResult } from '../../../src/node/compare/read-compared-result.ts';
import { temporaryFolder } from '../../helpers/run-poolproof.ts';
import { syntheticResult } from '../../helpers/synthetic-result.ts';

const result = syntheticResult({ seed: 1 });

test('takes a file, the folder of a run, and a folder of runs', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'latest'));
  const file = join(folder, 'latest', 'result.json');
  writeFileSync(file, JSON.stringify(result));
  for (const path of [file, join(folder, 'latest'), folder]) expect(readComparedResult(path)).toEqual(result);
});

test.each([
  ['no JSON', '{"schemaVersion": 2,', /^Cannot read result ".+": .*JSON/],
  ['no result', '{"name": "poolproof"}', /^Cannot read result ".+": it is not a result of poolproof/],
  ['an older version', JSON.stringify({ ...result, schemaVersion: 1 }), /its schema version is 1/],
  ['no series', JSON.stringify({ ...result, series: null }), /^Cannot compare ".+": it has no series/],
])('refuses %s in one line', (_what, content, problem) => {
  const file = join(temporaryFolder(), 'result.json');
  writeFileSync(file, content);
  expect(() => readComparedResult(file)).toThrow(problem);
  expect(() => readComparedResult(file)).not.toThrow('\n');
});

test('refuses what is not there', () => {
  expect(() => readComparedResult('/nowhere')).toThrow('Cannot read result "/nowhere": there is no such file');
});
