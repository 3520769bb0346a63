import { expect, test } from 'vitest';
import { maskUrlsIn } from '../../../src/core/text/mask-urls-in.ts';

test.each([
  [
    'msg="Request Failed" error="Get \\"http://T@host:1/flags?key=S\\": dial tcp 127.0.0.1:1: refused"',
    'msg="Request Failed" error="Get \\"http://***@host:1/flags?key=***\\": dial tcp 127.0.0.1:1: refused"',
  ],
  ['see redis://:pw@h/0 and https://a:b@h/x?y=z, then', 'see redis://***@h/0 and https://***@h/x?y=*** then'],
  ['path /flags?key=S of the list', 'path /flags?key=*** of the list'],
  ['What? a/b = c', 'What? a/b = c'],
])('maskUrlsIn() hides them in text', (text, masked) => {
  expect(maskUrlsIn(text)).toBe(masked);
});
