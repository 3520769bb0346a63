import { expect, test } from 'vitest';
import { flagKeysOf, hasFlags, isFlag } from '../../../src/core/flags/flag-shapes.ts';
import { fillPath } from '../../../src/core/flags/path-template.ts';

test.each([
  ['an array of flags', [{ key: 'a' }, { key: 'b' }]],
  ['an array of names', ['a', 'b']],
  ['flags under "flags"', { flags: [{ name: 'a' }, { id: 'b' }] }],
  ['a map by key', { a: { enabled: true }, b: false }],
  ['a map under "flags"', { flags: { a: true, b: false } }],
  ['an array under "data"', { data: [{ key: 'a' }, { key: 'b' }] }],
  ['flags under "data.flags"', { data: { flags: [{ key: 'a' }, { key: 'b' }] }, total: 2 }],
])('flagKeysOf() reads %s, and hasFlags() knows it', (_shape, json) => {
  expect(flagKeysOf(json)).toEqual(['a', 'b']);
  expect(hasFlags(json)).toBe(true);
});

test.each([
  [undefined],
  [null],
  [{}],
  [[]],
  [{ flags: [] }],
  [{ flags: [{}, 1] }],
  ['text'],
  [42],
  [{ key: 'a', enabled: true }],
])('flagKeysOf() and hasFlags() find no list in %j', (json) => {
  expect(flagKeysOf(json)).toEqual([]);
  expect(hasFlags(json)).toBe(false);
});

test.each([
  [{ key: 'a', enabled: true }],
  [{ data: { key: 'a' } }],
  [{ flag: { name: 'a' } }],
  [{ a: true }],
  [{ data: { flag: { id: 'a' } } }],
])('isFlag() knows the flag asked for in %j', (json) => {
  expect(isFlag(json, 'a')).toBe(true);
});

test.each([[{ key: 'b', enabled: true }], [{}], [undefined], [[{ key: 'a' }]], [{ error: 'not found' }]])(
  'isFlag() does not take %j for it',
  (json) => {
    expect(isFlag(json, 'a')).toBe(false);
  },
);

test('a flag whose key is markup or a path stays one path segment', () => {
  expect(fillPath('/flags/{key}', 'key', '<script>/../x?y')).toBe('/flags/%3Cscript%3E%2F..%2Fx%3Fy');
});

test('fillPath() fills every place of that name, and takes no sign in the value for one of its own', () => {
  expect(fillPath('/{key}/at/{time}?again={key}', 'key', '$&{time}')).toBe(
    '/%24%26%7Btime%7D/at/{time}?again=%24%26%7Btime%7D',
  );
});
