import { expect, test } from 'vitest';
import { parseGoUrl } from '../../../../src/engine/modules/http/go-url.ts';
import { requestHead } from '../../../../src/engine/modules/http/wire-headers.ts';

const url = parseGoUrl('http://api.test/flags');
const get = (headers: Record<string, string>, body?: Buffer) =>
  requestHead({ method: 'GET', url, headers, body }, false).split('\r\n').slice(2, -2);

test('the head of a request has the headers of that request, whatever those before had', () => {
  const asked = [{ A: '1' }, { A: '1' }, { A: '2' }, { A: '2', B: '3' }, { B: '3' }, {}, { C: '' }];
  for (const headers of asked) {
    expect(get(headers)).toEqual(Object.entries(headers).map(([name, value]) => `${name}: ${value}`));
  }
});

test('the head of a request tells of its method, its body and whether the connection is closed', () => {
  const head = (method: string, close: boolean) =>
    requestHead({ method, url, headers: {}, body: undefined }, close).split('\r\n')[0];
  expect(head('GET', false)).toBe('GET /flags HTTP/1.1');
  expect(head('HEAD', false)).toBe('HEAD /flags HTTP/1.1');
  expect(get({}, Buffer.from('1234'))).toEqual(['Content-Length: 4']);
  expect(get({})).toEqual([]);
  expect(requestHead({ method: 'GET', url, headers: {}, body: undefined }, true)).toContain('Connection: close');
});
