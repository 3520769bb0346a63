import { expect, test } from 'vitest';
import { LOG_PATTERNS } from '../../../src/core/lambda/log-patterns.ts';
import { LogSorter } from '../../../src/core/lambda/log-sorter.ts';
import { mayBeOf } from '../../../src/core/lambda/log-stream.ts';

const READING = { group: '/aws/lambda/api', isComplete: true, waitedMs: 2_000 };
const T0 = Date.UTC(2026, 10, 28, 8, 0, 0);

function sorted(lines: readonly (readonly [seconds: number, stream: string, message: string])[]) {
  const sorter = new LogSorter(LOG_PATTERNS, { startMs: T0, endMs: T0 + 30_000 });
  for (const [seconds, stream, message] of lines) sorter.add({ atMs: T0 + seconds * 1_000, stream, message });
  return sorter.report(READING);
}

test('lines are counted by kind, with the first and the last time, in whatever order they come', () => {
  const { kinds, hitShare, lines, environments } = sorted([
    [5, 'a', 'Redis cache hit 5'],
    [2, 'b', 'Redis cache hit 2\n'],
    [9, 'a', 'Redis cache hit 9'],
    [3, 'a', 'Redis cache miss'],
    [4, 'a', 'GET /flags 200'],
  ]);
  expect(kinds).toEqual({
    'cache-hit': {
      lines: 3,
      firstAt: '2026-11-28T08:00:02.000Z',
      lastAt: '2026-11-28T08:00:09.000Z',
      example: 'Redis cache hit 2',
    },
    'cache-miss': expect.objectContaining({ lines: 1 }),
  });
  expect(hitShare).toBe(0.75);
  expect({ lines, environments }).toEqual({ lines: 5, environments: 2 });
});

test('REPORT lines tell durations, starts and time-outs', () => {
  const report = (text: string) => `REPORT RequestId: 1\tDuration: ${text}`;
  const logs = sorted([
    [0, 'a', report('10.00 ms\tMax Memory Used: 80 MB\tInit Duration: 300.00 ms\t')],
    [1, 'a', report('20.00 ms\tMax Memory Used: 91 MB\t')],
    [2, 'b', report('30.00 ms\tMax Memory Used: 70 MB\tRestore Duration: 150.00 ms\t')],
    [3, 'b', report('3000.00 ms\tMax Memory Used: 70 MB\tStatus: timeout')],
    [3, 'b', '2026-11-28T08:00:03Z 1 Task timed out after 3.00 seconds'],
    [4, 'c', 'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout'],
  ]);
  expect(logs).toMatchObject({ invocations: 4, timedOut: 1, failedInits: 1, memoryMaxMb: 91 });
  expect(logs.duration).toEqual({ count: 4, minMs: 10, p50Ms: 25, p95Ms: expect.closeTo(2554.5), maxMs: 3_000 });
  expect(logs.init).toMatchObject({ count: 1, p50Ms: 300 });
  expect(logs.restore).toMatchObject({ count: 1, p50Ms: 150 });
});

test('a log without lines tells of nothing, rather than of zeros', () => {
  expect(sorted([])).toMatchObject({ hitShare: null, duration: null, init: null, restore: null, memoryMaxMb: null });
});

test.each([
  [
    'Redis connected to redis://user:s3cret@cache.example.com:6379',
    'Redis connected to redis://***@cache.example.com:6379',
  ],
  ['Redis connected {"password":"s3cret","host":"10.0.0.7"}', 'Redis connected {"password":***,"host":"10.0.0.7"}'],
  ['Redis connected token=s3cret', 'Redis connected token=***'],
  ['Redis connected, Authorization: Bearer s3cret.s3cret', 'Redis connected, Authorization: ***'],
  ['Redis connected with bearer s3crets3cret', 'Redis connected with bearer ***'],
  ['Redis connected for GET /flags?key=s3cret', 'Redis connected for GET /flags?key=***'],
  ['Redis connected \u001b[31m\n  now', 'Redis connected \\x1b[31m now'],
])('the example of %j shows no secret', (message, example) => {
  expect(sorted([[0, 'a', message]]).kinds.connected?.example).toBe(example);
});

test('an example is short', () => {
  expect(sorted([[0, 'a', `Redis connected ${'x'.repeat(5_000)}`]]).kinds.connected?.example).toHaveLength(302);
});

test.each([
  ['2026/11/28/[$LATEST]0a1b', true],
  ['2026/11/28/[7]0a1b', false],
  ['2026/11/28/api[$LATEST]0a1b', true],
  ['2026/11/28/other-api[$LATEST]0a1b', false],
  ['something of a new form', true],
])('of $LATEST of a function, the log stream %s: %s', (stream, expected) => {
  expect(mayBeOf({ name: 'api', version: '$LATEST' }, stream)).toBe(expected);
});

test('without an alias or a version, all versions of a function count', () => {
  expect(mayBeOf({ name: 'api', version: null }, '2026/11/28/[7]0a1b')).toBe(true);
});
