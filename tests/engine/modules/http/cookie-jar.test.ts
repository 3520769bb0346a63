import { expect, onTestFinished, test, vi } from 'vitest';
import { CookieJar } from '../../../../src/engine/modules/http/cookie-jar.ts';
import { parseGoUrl } from '../../../../src/engine/modules/http/go-url.ts';
import { parseSetCookie } from '../../../../src/engine/modules/http/set-cookie.ts';

function jarWith(url: string, ...headers: string[]): CookieJar {
  const jar = new CookieJar();
  jar.store(
    parseGoUrl(url),
    headers.map(parseSetCookie).filter((cookie) => cookie !== undefined),
  );
  return jar;
}

const namesFor = (jar: CookieJar, url: string) => jar.matching(parseGoUrl(url)).map(({ name }) => name);

test('a cookie without a domain stays with its host, one with a domain goes to its subdomains', () => {
  const jar = jarWith(
    'http://api.example.test/',
    'own=1',
    'wide=1; Domain=.example.test',
    'foreign=1; Domain=other.test',
  );
  expect(namesFor(jar, 'http://api.example.test/')).toEqual(['own', 'wide']);
  expect(namesFor(jar, 'http://www.example.test/')).toEqual(['wide']);
  expect(namesFor(jar, 'http://badexample.test/')).toEqual([]);
});

test('paths match by whole segments, the longest comes first', () => {
  const jar = jarWith('http://h/shop/cart', 'default=1', 'root=1; Path=/', 'deep=1; Path=/shop/cart');
  expect(namesFor(jar, 'http://h/shop/cart/1')).toEqual(['deep', 'default', 'root']);
  expect(namesFor(jar, 'http://h/shopping')).toEqual(['root']);
});

test('secure cookies need https, or a loopback host', () => {
  const jar = jarWith('https://h/', 'safe=1; Secure');
  expect(namesFor(jar, 'http://h/')).toEqual([]);
  expect(namesFor(jar, 'https://h/')).toEqual(['safe']);
  expect(namesFor(jarWith('http://127.0.0.1/', 'safe=1; Secure'), 'http://127.0.0.1/')).toEqual(['safe']);
});

test('cookies expire, Max-Age before Expires; a past date deletes', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
  onTestFinished(() => void vi.useRealTimers());
  const until = 'Expires=Thu, 01 Jan 2026 00:01:00 GMT';
  const jar = jarWith('http://h/', 'session=1', `minute=1; ${until}`, `short=1; Max-Age=5; ${until}`);
  expect(namesFor(jar, 'http://h/')).toEqual(['session', 'minute', 'short']);
  vi.setSystemTime(Date.now() + 6000);
  expect(namesFor(jar, 'http://h/')).toEqual(['session', 'minute']);
  vi.setSystemTime(Date.now() + 60_000);
  expect(namesFor(jar, 'http://h/')).toEqual(['session']);
  jar.store(
    parseGoUrl('http://h/'),
    [parseSetCookie('session=; Max-Age=0')].filter((cookie) => cookie !== undefined),
  );
  expect(namesFor(jar, 'http://h/')).toEqual([]);
});
