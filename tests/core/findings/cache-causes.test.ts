import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { idsOf } from './evidence-of.ts';

test.each<[string, Partial<Evidence>, string[]]>([
  ['lookups without writes', { warmHitShare: 0, hits: 0, misses: 303, keysGrowth: 0 }, ['cache-not-written']],
  ['a key per request', { warmHitShare: 0, hits: 0, misses: 303, keysGrowth: 303 }, ['cache-key-too-specific']],
  ['keys that expire', { warmHitShare: 0.7, misses: 110, keysExpired: 90, keysGrowth: 20 }, ['cache-ttl-too-short']],
  [
    'many misses at once after an expiry, from a slow database',
    {
      warmHitShare: 0.8,
      missesAtOnceMax: 80,
      keysExpired: 90,
      keysGrowth: 20,
      missP50Ms: 500,
      warmMaxMs: 510,
      warmP95Ms: 500,
    },
    ['cache-stampede'],
  ],
  [
    'keys that expire together, from a fast database',
    { warmHitShare: 0.8, missesAtOnceMax: 28, missesAtOnceMedian: 5, keysExpired: 60, keysGrowth: 20, misses: 90 },
    ['cache-stampede'],
  ],
  [
    'keys that expire all the time',
    { warmHitShare: 0.7, missesAtOnceMax: 30, missesAtOnceMedian: 25, keysExpired: 90, keysGrowth: 20, misses: 110 },
    ['cache-ttl-too-short'],
  ],
  ['one miss for each key at once', { missesAtOnceMax: 31, keysExpired: 26 }, []],
  [
    'other flags than asked for',
    { wrongAnswers: 58, wrongKeyed: 58, ofAnother: 58, rightKeyed: 3 },
    ['cache-key-too-broad'],
  ],
])('findCauses() names %s', (_what, evidence, expected) => {
  expect(idsOf(evidence)).toEqual(expected);
});
