import { expect, test } from 'vitest';
import { describeAnswer } from '../../../src/core/flags/describe-answer.ts';
import { flagAnswerOf, flagKeysOf } from '../../../src/core/flags/flag-shapes.ts';
import { isSameList, listedFlags, sharesFlags } from '../../../src/core/flags/listed-flags.ts';
import { fillPath } from '../../../src/core/flags/path-template.ts';

test.each([
  ['an array of flags', [{ key: 'a' }, { key: 'b' }]],
  ['an array of names', ['a', 'b']],
  ['flags under "flags"', { flags: [{ name: 'a' }, { id: 'b' }] }],
  ['flags under "features"', { version: 2, features: [{ name: 'a', enabled: true }, { name: 'b' }] }],
  ['a map by key', { a: { enabled: true }, b: false }],
  ['a map of objects with states', { a: { on: true, rollout: 50 }, b: { value: 'blue' } }],
  ['a map under "flags"', { flags: { a: true, b: false } }],
  ['a map of variants under "flags"', { flags: { a: 'dark', b: 3 } }],
  ['an array under "data"', { data: [{ key: 'a' }, { key: 'b' }] }],
  ['flags under "data.flags"', { data: { flags: [{ key: 'a' }, { key: 'b' }] }, total: 2 }],
  ['flags beside an error that is none', { flags: ['a', 'b'], error: null, errors: [] }],
])('flagKeysOf() reads %s', (_shape, json) => {
  expect(flagKeysOf(json)).toEqual(['a', 'b']);
});

test('a flag may be called as errors are', () => {
  expect(flagKeysOf({ error: true, dark: false })).toEqual(['error', 'dark']);
  expect(flagAnswerOf({ error: true }, 'error')).toBe('asked for');
});

test.each([
  [undefined],
  [null],
  [true],
  [{}],
  [[]],
  [[{}]],
  [[{ key: 'a' }, {}]],
  [{ flags: [] }],
  [{ flags: [{}, 1] }],
  ['text'],
  [42],
  [{ key: 'a', enabled: true }],
  [{ error: 'database is down', code: 500 }],
  [{ error: 'cache unavailable' }],
  [{ error: true, success: false }],
  [{ error: { message: 'database is down', retryable: true } }],
  [{ status: 'error', message: 'database is down' }],
  [{ statusCode: 500, message: 'database is down', path: '/config/flags' }],
  [{ errors: [{ message: 'database is down' }], data: { flags: [{ key: 'a' }] } }],
  [{ flags: { error: 'database is down', retryAfter: 3 } }],
  [{ a: 'text', b: 7 }],
  [['k'.repeat(1_001)]],
  [{ ['k'.repeat(1_001)]: true }],
])('flagKeysOf() finds no list in %j', (json) => {
  expect(flagKeysOf(json)).toEqual([]);
});

test.each([
  [{ key: 'a', enabled: true }],
  [{ data: { key: 'a' } }],
  [{ flag: { name: 'a' } }],
  [{ id: 'a', name: 'The first flag' }],
  [{ a: true }],
  [{ a: null }],
  [{ data: { flag: { id: 'a' } } }],
  [true],
  [false],
  [{ data: true }],
  [{ enabled: false }],
  [{ value: 'blue' }],
])('flagAnswerOf() knows the flag asked for in %j', (json) => {
  expect(flagAnswerOf(json, 'a')).toBe('asked for');
});

test.each([[{ key: 'b', enabled: true }], [{ b: true }]])('flagAnswerOf() knows another flag in %j', (json) => {
  expect(flagAnswerOf(json, 'a')).toBe('another');
});

test.each([
  [{}],
  [undefined],
  [null],
  ['a'],
  [1],
  [[{ key: 'a' }]],
  [{ flags: [{ key: 'a' }] }],
  [{ error: 'not found' }],
  [{ error: 'database is down', code: 500, enabled: true }],
  [{ name: 'RedisError', message: 'connection is closed' }],
  [{ status: 'error', message: 'connection is closed', value: 'none' }],
])('flagAnswerOf() finds no flag in %j', (json) => {
  expect(flagAnswerOf(json, 'a')).toBe('none');
});

test('flags named after what objects inherit are flags like any other, and no answer has them by inheritance', () => {
  const json: unknown = JSON.parse('{"__proto__": true, "constructor": {"enabled": false}, "toString": true}');
  expect(flagKeysOf(json)).toEqual(['__proto__', 'constructor', 'toString']);
  for (const key of ['__proto__', 'constructor', 'toString']) {
    expect(flagAnswerOf(json, key)).toBe('asked for');
    expect(flagAnswerOf({ other: true }, key)).toBe('another');
  }
  expect(flagAnswerOf(JSON.parse('{"__proto__": {"key": "a"}}'), 'a')).toBe('another');
});

test('a later list is the same with the same flags in any order, and no other', () => {
  const listed = listedFlags(['a', 'b', '__proto__']);
  expect(isSameList(['__proto__', 'b', 'a'], listed)).toBe(true);
  for (const keys of [[], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', '__proto__', 'd'], ['a', 'a', 'b']])
    expect(isSameList(keys, listed)).toBe(false);
  expect(isSameList(['any'], undefined)).toBe(true);
  expect(isSameList([], undefined)).toBe(false);
});

test('a list for a cohort has some of the flags', () => {
  const listed = listedFlags(['a', 'b']);
  expect(sharesFlags(['b', 'new'], listed)).toBe(true);
  expect(sharesFlags(['retry'], listed)).toBe(false);
  expect(sharesFlags([], undefined)).toBe(false);
});

test.each([
  [undefined, '', 'an empty body'],
  [undefined, '<!doctype html>', 'a page of HTML or XML'],
  [undefined, 'oops', 'no JSON'],
  ['text', '', 'only a string'],
  [true, '', 'only true'],
  [[], '', 'an empty array'],
  [[{}], '', 'an array with something other than flags in it'],
  [{}, '', 'an empty object'],
  [{ flags: [], data: {} }, '', 'an object with flags (empty), data (empty)'],
  [{ error: 'hunter2', code: 500 }, '', 'an object with error, code'],
  [{ a: 1, b: 1, c: 1, d: 1, '\u001b[31m\u009b\u202e': 1, f: 1 }, '', 'an object with a, b, c, d, ?[31m?? and 1 more'],
  [{ ['k'.repeat(1e6)]: 1 }, '', `an object with ${'k'.repeat(40)}`],
])('describeAnswer() says what %j is, without its values', (json, body, expected) => {
  expect(describeAnswer(json, body)).toBe(expected);
});

test('a flag whose key is markup or a path stays one path segment', () => {
  expect(fillPath('/flags/{key}', 'key', '<script>/../x?y')).toBe('/flags/%3Cscript%3E%2F..%2Fx%3Fy');
});

test('fillPath() fills every place of that name, and takes no sign in the value for one of its own', () => {
  expect(fillPath('/{key}/at/{time}?again={key}', 'key', '$&{time}')).toBe(
    '/%24%26%7Btime%7D/at/{time}?again=%24%26%7Btime%7D',
  );
});
