import { expect, test } from 'vitest';
import { comparableWith, readRedisSample } from '../../../src/core/redis/redis-sample.ts';
import { NO_REFUSALS, refusalOf, refusalsSince } from '../../../src/core/redis/refusals.ts';

const INFO = '# Errorstats\r\nerrorstat_ERR:count=9\r\nerrorstat_OOM:count=40\r\nerrorstat_NOSCRIPT:count=1\r\n';

test('refusals are read from INFO, and not known where it has no section of errors', () => {
  expect(readRedisSample({ info: INFO }, '*').refusals).toEqual({ ...NO_REFUSALS, OOM: 40, NOSCRIPT: 1 });
  expect(readRedisSample({ info: '# Errorstats\r\n' }, '*').refusals).toEqual(NO_REFUSALS);
  expect(readRedisSample({ info: '# Stats\r\nkeyspace_hits:1\r\n' }, '*').refusals).toBeUndefined();
});

test('log-ins that were refused are counted from INFO', () => {
  const info = `${INFO}errorstat_WRONGPASS:count=12\r\nerrorstat_NOAUTH:count=3\r\n`;
  expect(readRedisSample({ info }, '*').refusedLoginsTotal).toBe(15);
  expect(readRedisSample({ info: INFO }, '*').refusedLoginsTotal).toBe(0);
  expect(readRedisSample({ info: '# Stats\r\n' }, '*').refusedLoginsTotal).toBeUndefined();
});

test('what came since a look leaves out our own commands and survives a server that began anew', () => {
  const before = { ...NO_REFUSALS, OOM: 40, LOADING: 7 };
  const now = { ...NO_REFUSALS, OOM: 46, LOADING: 2 };
  expect(refusalsSince(now, before, { ...NO_REFUSALS, OOM: 1 })).toEqual({ ...NO_REFUSALS, OOM: 5, LOADING: 2 });
  expect(refusalsSince(now, now, { ...NO_REFUSALS, OOM: 3 })).toEqual(NO_REFUSALS);
});

test('a server that was started anew has refused nothing before', () => {
  const before = readRedisSample({ info: `run_id:a\n${INFO}` }, '*');
  const anew = readRedisSample({ info: `run_id:b\n${INFO}` }, '*');
  expect(comparableWith(anew, before).refusals).toEqual(NO_REFUSALS);
  expect(comparableWith(before, before).refusals?.OOM).toBe(40);
});

test.each([
  ["GoError: OOM command not allowed when used memory > 'maxmemory'.", 'OOM'],
  ["Error: READONLY You can't write against a read only replica.", 'READONLY'],
  ['LOADING Redis is loading the dataset in memory', 'LOADING'],
  ['ERR unknown command', undefined],
  ["NOPERM this user has no permissions to run the 'set' command", undefined],
])('refusalOf() reads %s', (text, kind) => {
  expect(refusalOf(text)).toBe(kind);
});
