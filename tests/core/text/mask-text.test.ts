import { expect, test } from 'vitest';
import { maskText } from '../../../src/core/text/mask-text.ts';

test.each([
  ['redis://probe:p%40ss@cache:6379', "NOPERM User probe may not run 'info'", "NOPERM User *** may not run 'info'"],
  ['redis://probe:p%40ss@cache:6379', 'AUTH p@ss and p%40ss at cache', 'AUTH *** and *** at cache'],
  ['redis://:secret@cache', 'lookup secretcache', 'lookup ***cache'],
  ['redis://default:x1y@cache', 'User default at probes', 'User default at probes'],
  ['redis://cache', 'ERR any text', 'ERR any text'],
])('maskText() hides user and password of %s', (url, text, masked) => {
  expect(maskText(text, url)).toBe(masked);
});
