import { constants } from 'node:buffer';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, expect, test, vi } from 'vitest';

// Read once, when the modules are.
vi.resetModules();
vi.stubEnv('POOLPROOF_MAX_BODY_BYTES', '1000');
afterAll(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});
const FOLDER = '../../../../src/engine/modules/http';
const { readResponseBody } = await import(`${FOLDER}/response-body.ts`);
const { ResponseReader } = await import(`${FOLDER}/response-reader.ts`);

const LONG = Buffer.alloc(1_001, 'x');
const ERROR = expect.objectContaining({ code: 1790, message: 'response body is larger than 1000 bytes' });

test.each([
  ['with a length', `content-length: ${LONG.length}\r\n\r\n${LONG}`],
  ['in chunks', `transfer-encoding: chunked\r\n\r\n1f4\r\n${'x'.repeat(500)}\r\n1f5\r\n${'x'.repeat(501)}`],
  ['to the end of the connection', `\r\n${LONG}`],
])('a body %s is read up to the cap, and nothing of it is kept', (_how, rest) => {
  const { stopped, kept, most } = readIn10s(`HTTP/1.1 200 OK\r\n${rest}`);
  expect(stopped).toEqual(ERROR);
  expect(most).toBeLessThanOrEqual(1_000);
  expect(kept).toBe(0);
});

test('a body that is said to be larger than the cap is not read at all', () => {
  const reader = new ResponseReader('GET');
  const head = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n');
  expect(() => reader.read(head)).toThrow(ERROR);
});

test('a body of more bytes than a text can have is an error when it is asked for as text', () => {
  // Without a cap of its own: what scripts of others may get.
  const long = Buffer.alloc(constants.MAX_STRING_LENGTH + 1);
  expect(readResponseBody([long], 200, undefined, 'text')).toEqual({
    body: null,
    error: expect.objectContaining({ code: 1790 }),
  });
});

test.each([
  ['gzip', gzipSync(LONG)],
  ['deflate', deflateSync(LONG)],
  ['br', brotliCompressSync(LONG)],
  ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(5e6)))],
  ['gzip', gzipSync(Buffer.alloc(5e6)).subarray(0, 800)],
])('a body in %s is decoded up to the cap', (encoding, bytes) => {
  expect(bytes.length).toBeLessThan(1_000);
  expect(readResponseBody([bytes], 200, encoding, 'text')).toEqual({ body: null, error: ERROR });
});

test('a body as large as the cap is whole', () => {
  const right = Buffer.alloc(1_000, 'x');
  expect(readResponseBody([gzipSync(right)], 200, 'gzip', 'text')).toEqual({ body: `${right}`, error: undefined });
});

/** Feeds a reader ten bytes at a time: what stopped it, how much of the body it kept then, and the most that it kept before. */
function readIn10s(text: string): { stopped: unknown; kept: number; most: number } {
  const reader = new ResponseReader('GET');
  const kept = () => reader.chunks.reduce((sum: number, chunk: Buffer) => sum + chunk.length, 0);
  let most = 0;
  try {
    for (let at = 0; at < text.length; at += 10) {
      reader.read(Buffer.from(text.slice(at, at + 10)));
      most = Math.max(most, kept());
    }
  } catch (stopped) {
    return { stopped, kept: kept(), most };
  }
  return { stopped: undefined, kept: kept(), most };
}
