import { expect, test } from 'vitest';
import { matchesGlob } from '../../../src/core/redis/matches-glob.ts';

test.each([
  ['api-1', 'api-1', true],
  ['api-1', 'api-2', false],
  ['api-1', 'api', false],
  ['', '', true],
  ['a', '', false],
  ['', '*', true],
  ['anything', '*', true],
  ['anything', '**', true],
  ['api-1', 'api-*', true],
  ['api-', 'api-*', true],
  ['an-api-1', 'api-*', false],
  ['10.0.0.7:51234', '10.0.0.7:*', true],
  ['110.0.0.7:51234', '10.0.0.7:*', false],
  ['my-api', '*api', true],
  ['my-api-2', '*api', false],
  ['flags-api-eu', 'flags-*-eu', true],
  ['abcabd', '*ab*d', true],
  ['ab', 'ab*b', false],
  ['aba', 'ab*ba', false],
  ['abba', 'ab*ba', true],
  ['a.c', 'a.c', true],
  ['abc', 'a.c', false],
  ['abc', 'a[b]c', false],
  ['a(b', 'a(*', true],
])('matchesGlob(%j, %j) is %j', (text, pattern, expected) => {
  expect(matchesGlob(text, pattern)).toBe(expected);
});

test('a pattern of many stars takes no time to speak of', () => {
  const startMs = performance.now();
  expect(matchesGlob('a'.repeat(10_000), `${'*a'.repeat(50)}*b`)).toBe(false);
  expect(matchesGlob(`${'a'.repeat(10_000)}c`, `${'*a'.repeat(50)}*b*c`)).toBe(false);
  expect(performance.now() - startMs).toBeLessThan(1_000);
});
