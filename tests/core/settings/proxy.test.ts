import { expect, test } from 'vitest';
import { destinationOf, proxyFor } from '../../../src/core/settings/proxy.ts';

const PROXY = 'http://proxy:3128';

function proxyOf(url: string, env: Readonly<Record<string, string>>): string | undefined {
  const destination = destinationOf(url);
  if (destination === undefined) throw new Error(`no address: ${url}`);
  return proxyFor(destination, env);
}

// Each as golang.org/x/net/http/httpproxy answers it.
test.each([
  ['http://api.example.com', '', true],
  ['http://localhost:3001', '', false],
  ['http://127.0.0.1:3001', '', false],
  ['http://127.9.9.9', '', false],
  ['http://[::1]:3001', '', false],
  ['http://[::ffff:127.0.0.1]', '', false],
  ['http://localhost.example.com', '', true],
  ['http://api.example.com', '*', false],
  ['http://api.example.com', 'example.com', false],
  ['http://example.com', 'example.com', false],
  ['http://example.com', '.example.com', true],
  ['http://api.example.com', '.example.com', false],
  ['http://api.example.com', '*.example.com', false],
  ['http://notexample.com', 'example.com', true],
  ['http://API.Example.com', ' other , EXAMPLE.com ', false],
  ['http://api.example.com:8080', 'example.com:8080', false],
  ['http://api.example.com:8081', 'example.com:8080', true],
  ['http://api.example.com', 'example.com:80', false],
  ['https://api.example.com', 'example.com:443', false],
  ['http://10.1.2.3', '10.0.0.0/8', false],
  ['http://11.1.2.3', '10.0.0.0/8', true],
  ['http://10.1.2.3', '10.1.2.3', false],
  ['http://10.1.2.3:81', '10.1.2.3:80', true],
  ['http://10.1.2.3', '2.3', true],
  ['http://[fd00::5]', 'fd00::/8', false],
  ['http://[fe00::5]', 'fd00::/8', true],
  ['http://[fd00::5]', 'fd00::5', false],
  ['http://[fd00::5]:8080', '[fd00::5]:8080', false],
  ['http://api', ',,', true],
])('%s with NO_PROXY=%j goes through the proxy: %s', (url, noProxy, isProxied) => {
  const env = { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY, NO_PROXY: noProxy };
  expect(proxyOf(url, env)).toBe(isProxied ? PROXY : undefined);
});

test('each scheme has a proxy of its own, lower case counts before upper case, and a bare host means http', () => {
  expect(proxyOf('https://api', { HTTP_PROXY: PROXY })).toBeUndefined();
  expect(proxyOf('http://api', { HTTPS_PROXY: PROXY })).toBeUndefined();
  expect(proxyOf('http://api', { HTTP_PROXY: 'http://other', http_proxy: PROXY })).toBe(PROXY);
  expect(proxyOf('http://api', { http_proxy: '', HTTP_PROXY: PROXY })).toBe(PROXY);
  expect(proxyOf('http://api', { HTTP_PROXY: 'proxy:3128' })).toBe(PROXY);
  expect(proxyOf('http://api', { HTTP_PROXY: 'me:pw@proxy:3128' })).toBe('http://me:pw@proxy:3128');
});

test.each([
  ['http://h', { scheme: 'http', hostname: 'h', port: 80 }],
  ['HTTPS://me:p@ss@h:8443/a@b?c', { scheme: 'https', hostname: 'h', port: 8443 }],
  ['http://[::1]:9/x', { scheme: 'http', hostname: '::1', port: 9 }],
  ['redis://h', undefined],
])('destinationOf() reads %s', (url, expected) => {
  expect(destinationOf(url)).toEqual(expected);
});
