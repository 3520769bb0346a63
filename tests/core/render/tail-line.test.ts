import { expect, test } from 'vitest';
import { kindOfLine, LOG_PATTERNS } from '../../../src/core/lambda/log-patterns.ts';
import { styleFor } from '../../../src/core/render/style.ts';
import { tailLine } from '../../../src/core/render/tail-line.ts';

const kindOf = kindOfLine({ 'sold-out': ['sold out'], ...LOG_PATTERNS });
const [GREEN, RED, YELLOW, BOLD, FAINT] = [32, 31, 33, 1, 2].map((code) => `\u001b[${code}m`);

test.each([
  ['Redis cache hit', GREEN],
  ['Redis connected', GREEN],
  ['Redis connection failed', RED],
  ['Task timed out after 3.00 seconds', RED],
  ['Redis retry attempt 1/3', YELLOW],
  ['REPORT RequestId: 1\tDuration: 5.00 ms\tInit Duration: 300.00 ms\t', YELLOW],
  ['sold out', BOLD],
  ['REPORT RequestId: 1\tDuration: 5.00 ms\t', FAINT],
])('%s is painted by its kind', (message, color) => {
  const line = tailLine({ atMs: 0, stream: '2026/11/28/[7]0a1b2c3d', message }, kindOf, styleFor(true));
  const [, ...rest] = line.split('\u001b[0m ');
  expect(rest.join('').startsWith(color ?? '')).toBe(true);
});

test('a line of no kind is left as it is, and a log stream of another form has a short name too', () => {
  const line = tailLine({ atMs: 0, stream: 'some-stream', message: 'GET /flags 200' }, kindOf, styleFor(false));
  expect(line).toBe('00:00:00.000 stream                   GET /flags 200');
});
