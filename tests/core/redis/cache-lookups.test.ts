import { expect, test } from 'vitest';
import { cacheUse, type LookupCounts } from '../../../src/core/redis/cache-lookups.ts';
import { isDecided } from '../../../src/core/verdict/range.ts';

const ALONE = { requests: 200, missRequests: 20, missShare: 0.1, othersCommands: 0, othersEvictions: 0 };

function verdictOf(counts: LookupCounts): { warm: string; misses: string } {
  const { warmHits, misses } = cacheUse(counts);
  const judged = (range: typeof warmHits, threshold: string, isGood: boolean) =>
    isDecided(range, threshold) ? (isGood ? 'pass' : 'fail') : 'not judged';
  return {
    warm: judged(warmHits, 'value>=0.9', warmHits.least >= 0.9),
    misses: judged(misses, 'value<=0.2', misses.most <= 0.2),
  };
}

test.each<[string, LookupCounts, string, string]>([
  ['a cache that works', { ...ALONE, hits: 180, misses: 20 }, 'pass', 'pass'],
  ['a cache that is never filled', { ...ALONE, hits: 0, misses: 200 }, 'fail', 'fail'],
  ['keys that expire too soon', { ...ALONE, hits: 120, misses: 80 }, 'fail', 'fail'],
  ['an API that answers from memory, now and then from Redis', { ...ALONE, hits: 30, misses: 20 }, 'pass', 'pass'],
  ['an API that answers all but misses from memory', { ...ALONE, hits: 0, misses: 20 }, 'pass', 'pass'],
  ['memory in front of a cache that is never filled', { ...ALONE, hits: 0, misses: 100 }, 'fail', 'fail'],
  ['an API that looks for sessions as well, which are there', { ...ALONE, hits: 380, misses: 20 }, 'pass', 'pass'],
  ['sessions that are not there', { ...ALONE, hits: 180, misses: 220 }, 'not judged', 'not judged'],
  ['25 keys for each answer', { ...ALONE, hits: 180 * 25, misses: 20 * 25 }, 'pass', 'pass'],
  ['25 keys for each answer, none of them there', { ...ALONE, hits: 0, misses: 200 * 25 }, 'fail', 'fail'],
  [
    'others that look for what is not there, as many as they say',
    { ...ALONE, hits: 180, misses: 260, othersCommands: 240 },
    'not judged',
    'not judged',
  ],
  [
    'others that look for what is not there, nobody knows how many',
    { ...ALONE, hits: 180, misses: 260, othersCommands: null },
    'not judged',
    'not judged',
  ],
  ['others that find what they look for', { ...ALONE, hits: 420, misses: 20, othersCommands: 240 }, 'pass', 'pass'],
  [
    'others whose hits would hide that the cache is never filled',
    { ...ALONE, hits: 9_000, misses: 200, othersCommands: 9_000 },
    'not judged',
    'not judged',
  ],
  [
    'others that are connected and look up nothing',
    { ...ALONE, hits: 180, misses: 20, othersCommands: null },
    'pass',
    'pass',
  ],
  [
    'a cache that is never filled, beside others that send a command a second',
    { ...ALONE, hits: 0, misses: 205, othersCommands: 10 },
    'fail',
    'fail',
  ],
  [
    'memory in front of Redis, beside others that miss',
    { ...ALONE, hits: 10, misses: 120, othersCommands: null },
    'not judged',
    'not judged',
  ],
  [
    'keys that others had evicted',
    { ...ALONE, hits: 120, misses: 80, othersEvictions: 70 },
    'not judged',
    'not judged',
  ],
  [
    'a cache that is never filled, though others had some keys evicted',
    { ...ALONE, hits: 0, misses: 200, othersEvictions: 20 },
    'fail',
    'fail',
  ],
  [
    'others that had keys evicted which nobody missed',
    { ...ALONE, hits: 180, misses: 20, othersEvictions: 900 },
    'pass',
    'pass',
  ],
])('cacheUse() judges %s', (_what, counts, warm, misses) => {
  expect(verdictOf(counts)).toEqual({ warm, misses });
});

test('cacheUse() knows a single number where there is nothing to tell apart', () => {
  const { warmHits, misses, unexplainedShare } = cacheUse({ ...ALONE, hits: 90, misses: 110 });
  expect(warmHits).toEqual({ least: 0.5, most: 0.5 });
  expect(misses).toEqual({ least: 0.55, most: 0.55 });
  expect(unexplainedShare).toBe(0);
});

test('cacheUse() counts the misses that were sent: one of five is no fault of the cache', () => {
  const { warmHits } = cacheUse({ ...ALONE, hits: 4, misses: 1, requests: 5, missRequests: 1 });
  expect(warmHits.least).toBe(1);
});

test('cacheUse() tells which share of the lookups the requests do not explain', () => {
  expect(cacheUse({ ...ALONE, hits: 180, misses: 820, othersCommands: null }).unexplainedShare).toBe(0.8);
});

test('an API that does not even ask for what no cache can hold says nothing of its cache', () => {
  expect(cacheUse({ ...ALONE, hits: 5, misses: 0 }).isUsed).toBe(false);
  expect(cacheUse({ ...ALONE, hits: 0, misses: 0 }).isUsed).toBe(false);
  expect(cacheUse({ ...ALONE, hits: 0, misses: 20 }).isUsed).toBe(true);
});
