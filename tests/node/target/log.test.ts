import { expect, test } from 'vitest';
import { createLog, limitRate } from '../../../src/node/target/log.ts';

test('writes one JSON object per line and drops what lies below the level', () => {
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line));
  log.debug('dropped');
  log.info('kept', { answer: 42 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]+\n$/);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    level: 'info',
    message: 'kept',
    answer: 42,
  });
});

test('limitRate() lets one call per interval through and counts the rest into the next', () => {
  const calls: unknown[] = [];
  let nowMs = 0;
  const write = limitRate(
    (message, fields) => calls.push([message, fields]),
    1000,
    () => nowMs,
  );
  write('a', { n: 1 });
  write('b');
  nowMs = 999;
  write('c');
  nowMs = 1000;
  write('d', { n: 4 });
  nowMs = 2000;
  write('e');
  expect(calls).toEqual([
    ['a', { n: 1 }],
    ['d', { n: 4, suppressed: 2 }],
    ['e', undefined],
  ]);
});
