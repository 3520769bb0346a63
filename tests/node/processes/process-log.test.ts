import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepShort, openLog, readLastLine, readLastLines } from '../../../src/node/processes/process-log.ts';
import { temporaryFolder } from '../../helpers/run-poolproof.ts';

function logWith(text: string): string {
  const file = join(temporaryFolder(), 'log');
  writeFileSync(file, text);
  return file;
}

test('the last lines are read, at most ten', () => {
  const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
  expect(readLastLines(logWith(`${lines.join('\n')}\n`))).toEqual(lines.slice(2));
  expect(readLastLine(logWith('one\ntwo\n\n'))).toBe('two');
});

test('of a log without a line feed the end is read, and not all of it is shown', () => {
  const file = logWith(`${'x'.repeat(1_000_000)}end`);
  const line = readLastLine(file);
  expect(line).toMatch(/^…x+end$/);
  expect(line).toHaveLength(501);
});

test('a log that says nothing, and one that is not there, are no problem', () => {
  expect(readLastLine(logWith(''))).toBe('it said nothing');
  expect(readLastLines(join(temporaryFolder(), 'no'))).toEqual([]);
  expect(openLog(join(temporaryFolder(), 'no', 'log'))).toBeUndefined();
});

test('keepShort() keeps the end of a log that has grown too long, and what comes behind', () => {
  const file = logWith('');
  const stop = keepShort(file, 100_000);
  appendFileSync(file, `${'x'.repeat(500_000)}\nlast line\n`);
  stop();
  expect(statSync(file).size).toBeLessThan(70_000);
  appendFileSync(file, 'more\n');
  const [head = ''] = readFileSync(file, 'utf8').split('\n');
  expect(head).toBe(`… ${500_011 - 65_536} bytes left out`);
  expect(readLastLines(file).slice(-2)).toEqual(['last line', 'more']);
});

test('keepShort() leaves a log alone that is short enough', () => {
  const file = logWith('all of it\n');
  keepShort(file, 100)();
  expect(readFileSync(file, 'utf8')).toBe('all of it\n');
});
