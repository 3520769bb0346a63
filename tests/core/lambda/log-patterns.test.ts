import { expect, test } from 'vitest';
import { kindOfLine, LOG_PATTERNS, parseLogPatterns } from '../../../src/core/lambda/log-patterns.ts';

const kindOf = kindOfLine(LOG_PATTERNS);

test.each([
  ['2026-11-28T08:00:00Z\t1f0a\tINFO\tRedis cache hit { key: "flags" }', 'cache-hit'],
  ['{"level":"info","msg":"Redis cache miss","key":"flags"}', 'cache-miss'],
  ['Redis connected', 'connected'],
  ['[redis] connection established in 12 ms', 'connected'],
  ['Redis connection failed: connect ECONNREFUSED 10.0.0.7:6379', 'connection-failed'],
  ['Redis is not connected', 'connection-failed'],
  ['[ioredis] Unhandled error event: Error: connect ETIMEDOUT', 'connection-failed'],
  ['Redis connection failed, retry 1 of 3', 'connection-failed'],
  ['ReplyError: NOAUTH Authentication required.', 'connection-failed'],
  ['ERR max number of clients reached', 'connection-failed'],
  ['Redis GET failed', 'command-failed'],
  ['Redis command timed out', 'command-failed'],
  ['Error: Command timed out', 'command-failed'],
  ['MaxRetriesPerRequestError: Reached the max retries per request limit (which is 3)', 'command-failed'],
  ['Redis retry attempt 2/3', 'retry'],
  ['retrying in 50 ms, attempt 2 of 3', 'retry'],
  ['SocketClosedUnexpectedlyError: Socket closed unexpectedly', 'connection-reset'],
  ['Error: read ECONNRESET', 'connection-reset'],
  ['Connection pool exhausted', 'pool-exhausted'],
  ['TimeoutError: Operation timed out while acquiring a resource, waiting for a connection', 'pool-exhausted'],
  ['2026-11-28T08:00:03Z 1f0a Task timed out after 3.00 seconds', 'function-timeout'],
])('%s is of the kind %s', (message, kind) => {
  expect(kindOf(message)).toBe(kind);
});

test.each([
  'GET /config/flags 200',
  'Redis disconnected',
  'cache hit rate 0.9',
  'connect ECONNREFUSED 10.0.0.9:5432',
  'postgres: connect ETIMEDOUT',
  'retry policy: none',
])('%s is of no kind', (message) => {
  expect(kindOf(message)).toBeUndefined();
});

test('a very long line is sorted by its beginning, in no time', () => {
  expect(kindOf(`Redis cache hit ${'redis connection '.repeat(60_000)}`)).toBe('cache-hit');
  expect(kindOf(`${'x'.repeat(20_000)} Redis cache hit`)).toBeUndefined();
});

test('own patterns replace those of a kind, take it away, or count a new one, and come first', () => {
  const own = kindOfLine(
    parseLogPatterns('{"cache-hit": "from memory", "retry": [], "sold-out": ["\\\\bsold out\\\\b"]}'),
  );
  expect(own('flags from memory')).toBe('cache-hit');
  expect(own('Redis cache hit')).toBeUndefined();
  expect(own('Redis retry attempt 2/3')).toBeUndefined();
  expect(own('Sold out: Redis connected')).toBe('sold-out');
  expect(own('Redis cache miss')).toBe('cache-miss');
});

test.each([
  ['{', /^it is no JSON \(/],
  ['["cache-hit"]', /^it is no JSON object/],
  ['{"Cache Hit": "x"}', /^"Cache Hit" is no name of a kind/],
  ['{"cache-hit": 3}', /^"cache-hit" needs a list of regular expressions/],
  ['{"cache-hit": [3]}', /^3 of "cache-hit" is no regular expression: write it as a text/],
  ['{"cache-hit": ["(hit"]}', /^"\(hit" of "cache-hit" is no regular expression \(/],
  ['{"cache-hit": ["hit|"]}', /^"hit\|" of "cache-hit" fits every line/],
])('%s is refused with the reason', (text, message) => {
  expect(() => parseLogPatterns(text)).toThrow(message);
});
