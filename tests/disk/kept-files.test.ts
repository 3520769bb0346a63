import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KeptFiles } from '../../src/disk/kept-files.ts';
import { temporaryFolder } from '../helpers/run-poolproof.ts';

/** Kept files, and a way to let all of them be of long ago, the ones written later a little less so. */
function keptInOrder(mostEntries: number) {
  const folder = temporaryFolder();
  const files = new KeptFiles(folder, mostEntries);
  let written = 0;
  return {
    read: (key: string) => files.read(key)?.toString(),
    write(key: string) {
      files.write(key, Buffer.from(`content of ${key}`));
      written += 1;
      utimesSync(join(folder, key), 0, written);
    },
    spoil: (key: string) => writeFileSync(join(folder, key), 'half of'),
    keys: () => readdirSync(folder).sort(),
  };
}

test('an entry is given back as it was written, and one that is not whole is not given', () => {
  const { read, write, spoil } = keptInOrder(3);
  write('a');
  expect(read('a')).toBe('content of a');
  expect(read('b')).toBeUndefined();
  spoil('a');
  expect(read('a')).toBeUndefined();
});

test('what nobody has asked for the longest makes room, and not what is read often', () => {
  const { read, write, keys } = keptInOrder(3);
  for (const key of ['a', 'b', 'c']) write(key);
  expect(read('a')).toBe('content of a');
  write('d');
  expect(keys()).toEqual(['a', 'c', 'd']);
  write('e');
  expect(keys()).toEqual(['a', 'd', 'e']);
});
