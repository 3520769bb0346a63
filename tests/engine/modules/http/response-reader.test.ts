import { expect, test } from 'vitest';
import { ResponseReader } from '../../../../src/engine/modules/http/response-reader.ts';

const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n1\r\n!\r\n0\r\nTrailer: t\r\n\r\n';
const FIXED = 'HTTP/1.1 404 Not Found\r\nX-A: 1\r\ncontent-length: 6\r\nX-A:2\r\n\r\nhello!';
const AFTER_1XX = `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${FIXED}`;

function read(method: string, ...pieces: readonly string[]): { reader: ResponseReader; unread: number } {
  const reader = new ResponseReader(method);
  let unread = 0;
  for (const piece of pieces) unread = reader.read(Buffer.from(piece));
  return { reader, unread };
}

function bodyOf(reader: ResponseReader): string {
  return Buffer.concat(reader.chunks).toString();
}

test.each([
  [CHUNKED, '200 OK', 'hello!'],
  [FIXED, '404 Not Found', 'hello!'],
  [AFTER_1XX, '404 Not Found', 'hello!'],
  ['HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n', '204 No Content', ''],
])('a response reads the same however it is cut: %j', (text, statusLine, body) => {
  for (let at = 0; at < text.length; at++) {
    const { reader, unread } = read('GET', text.slice(0, at), text.slice(at));
    expect({ at, done: reader.isDone, line: reader.statusLine, body: bodyOf(reader), unread }).toEqual({
      at,
      done: true,
      line: statusLine,
      body,
      unread: 0,
    });
  }
  expect(bodyOf(read('GET', ...text).reader)).toBe(body);
});

test('what arrived earlier outlasts the buffer it arrived in; the end of a body is there to be used at once', () => {
  const reader = new ResponseReader('GET');
  const buffer = Buffer.from(FIXED.slice(0, -3));
  reader.read(buffer);
  buffer.fill('x');
  reader.read(Buffer.from('lo!'));
  expect(bodyOf(reader)).toBe('hello!');
});

test('header values beyond ASCII are read as UTF-8, wherever the body begins', () => {
  const { reader, unread } = read('GET', 'HTTP/1.1 200 OK\r\nX-Name: Zoë\r\nContent-Length: 2\r\n\r\nok');
  expect(reader.headers['X-Name']).toBe('Zoë');
  expect({ body: bodyOf(reader), unread }).toEqual({ body: 'ok', unread: 0 });
});

test('headers have canonical names, and several values of one are joined', () => {
  const cookies = 'set-cookie: a=1\r\nSet-Cookie:  b=2 \r\n';
  const { reader } = read('GET', FIXED.replace('\r\n', `\r\n${cookies}`));
  expect(reader.headers).toEqual({ 'X-A': '1, 2', 'Content-Length': '6', 'Set-Cookie': 'a=1, b=2' });
  expect(reader.setCookies).toEqual(['a=1', 'b=2']);
});

test('the answer to HEAD has no body, and what follows a response is not part of it', () => {
  expect(read('HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n').reader.isDone).toBe(true);
  expect(read('GET', `${FIXED}HTTP/1.1`).unread).toBe('HTTP/1.1'.length);
});

test('a body without a length ends with its connection, one with a length does not', () => {
  const open = read('GET', 'HTTP/1.1 200 OK\r\n\r\npart').reader;
  expect([open.isDone, open.end(), bodyOf(open), open.keepsAlive]).toEqual([false, true, 'part', false]);
  expect(read('GET', FIXED.slice(0, -1)).reader.end()).toBe(false);
  expect(read('GET', CHUNKED.slice(0, -4)).reader.end()).toBe(false);
});

test.each([
  ['HTTP/1.1', '', true],
  ['HTTP/1.1', 'Connection: Close\r\n', false],
  ['HTTP/1.0', '', false],
  ['HTTP/1.0', 'Connection: keep-alive\r\n', true],
])('%s with %j keeps the connection: %s', (version, header, keepsAlive) => {
  expect(read('GET', `${version} 200 OK\r\n${header}Content-Length: 0\r\n\r\n`).reader.keepsAlive).toBe(keepsAlive);
});

test.each([
  ['garbage\r\n', 'malformed HTTP response "garbage"'],
  ['HTTP/2.0 200 OK\r\n\r\n', 'malformed HTTP version "HTTP/2.0"'],
  ['HTTP/1.1 abc OK\r\n\r\n', 'malformed HTTP status code "abc"'],
  ['HTTP/1.1 200 OK\r\nno colon\r\n\r\n', 'malformed MIME header: missing colon: "no colon"'],
  ['HTTP/1.1 200 OK\r\nno[token: 1\r\n\r\n', 'malformed MIME header line: "no[token: 1"'],
  ['HTTP/1.1 200 OK\r\na: \u001b[31m\r\n\r\n', 'malformed MIME header line: "a: \\u001b[31m"'],
  ['HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 'bad Content-Length "-1"'],
  [
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    'http: message cannot contain multiple Content-Length headers; got ["1" "2"]',
  ],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n', 'unsupported transfer encoding: "gzip"'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n', 'invalid byte in chunk length'],
])('%j is refused in the words of Go', (text, message) => {
  expect(() => read('GET', text)).toThrow(message);
});

test('what a script does to the headers of a response is not seen in the next one with the same head', () => {
  const first = read('GET', FIXED).reader;
  first.headers['X-A'] = 'changed';
  expect(read('GET', FIXED).reader.headers['X-A']).toBe('1, 2');
});

test('a head of megabytes is read once, however it is cut', () => {
  const value = 'a'.repeat(9_000_000);
  const head = Buffer.from(`HTTP/1.1 200 OK\r\nX-Large: ${value}\r\nContent-Length: 2\r\n\r\nok`);
  const reader = new ResponseReader('GET');
  const before = process.cpuUsage();
  for (let at = 0; at < head.length; at += 1_000) reader.read(head.subarray(at, at + 1_000));
  const { user, system } = process.cpuUsage(before);
  expect(reader.headers['X-Large']).toBe(value);
  expect(bodyOf(reader)).toBe('ok');
  // Looking for its end from the start each time takes minutes.
  expect((user + system) / 1e6).toBeLessThan(5);
});
