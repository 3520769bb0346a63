import { expect, test } from 'vitest';
import { parseGoUrl, resolveGoUrl } from '../../../../src/engine/modules/http/go-url.ts';

test('parseGoUrl() keeps the text and finds its parts', () => {
  expect(parseGoUrl('HTTP://user:pw@Host:8080/a/b?x=1#f')).toMatchObject({
    scheme: 'http',
    userInfo: 'user:pw',
    host: 'Host:8080',
    hostname: 'Host',
    port: 8080,
    requestPath: '/a/b?x=1',
    href: 'http://user:pw@Host:8080/a/b?x=1#f',
    cleanHref: 'http://****:****@Host:8080/a/b?x=1#f',
  });
  expect(parseGoUrl('http://h')).toMatchObject({ href: 'http://h', requestPath: '/', port: 80 });
  expect(parseGoUrl('https://[::1]:444/')).toMatchObject({ hostname: '::1', port: 444 });
});

test.each([
  ['/x', 'http://h:1/x'],
  ['x?y', 'http://h:1/a/x?y'],
  ['../x', 'http://h:1/x'],
  ['//other/x', 'http://other/x'],
  ['https://other', 'https://other'],
])('resolveGoUrl() resolves %s', (location, expected) => {
  expect(resolveGoUrl(parseGoUrl('http://h:1/a/b'), location).href).toBe(expected);
});

test('a query goes on the request line as the bytes that it is', () => {
  const { requestPath } = parseGoUrl('http://h/p?a=ä b&c=%zz#d');
  expect(Buffer.from(requestPath, 'latin1').toString()).toBe('/p?a=ä b&c=%zz');
});
