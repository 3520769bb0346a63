import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { findCauses } from '../../../src/core/findings/find-causes.ts';
import { HEALTHY, idsOf } from './evidence-of.ts';

/** Each of 26 keys that were in the cache before the load expired during it. */
const ONCE = { warmHitShare: 0.88, misses: 57, keysExpired: 40, keysGrowth: 19 };

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
  [
    'keys that expired once, beside answers that are slow whether they hit or not',
    { ...ONCE, warmP50Ms: 62, warmP95Ms: 135 },
    ['cache-ttl-too-short', 'api-slow'],
  ],
  ['keys that were not there yet', { warmHitShare: 0.85, misses: 76, keysGrowth: 75 }, ['cache-cold']],
  ['keys that were not there yet, few of them', { warmHitShare: 0.95, misses: 46, keysGrowth: 46 }, []],
  ['one miss for each key at once', { missesAtOnceMax: 31, keysExpired: 26 }, []],
  [
    'other flags than asked for',
    { wrongAnswers: 58, wrongKeyed: 58, ofAnother: 58, rightKeyed: 3 },
    ['cache-key-too-broad'],
  ],
])('findCauses() names %s', (_what, evidence, expected) => {
  expect(idsOf(evidence)).toEqual(expected);
});

test('cache-ttl-too-short says where each key expired only once, which a longer load would not show', () => {
  const [once] = findCauses({ ...HEALTHY, ...ONCE });
  expect(once).toMatchObject({
    id: 'cache-ttl-too-short',
    confidence: 'medium',
    next: expect.stringMatching(/DURATION/),
  });
  const [often] = findCauses({ ...HEALTHY, ...ONCE, misses: 110 });
  expect(often).toMatchObject({ confidence: 'high', next: expect.stringMatching(/^Compare the TTL/) });
});

test('keys too many to be known are called too specific with less confidence, and may be asked for before the load', () => {
  const perRequest = { ...HEALTHY, warmHitShare: 0, hits: 0, misses: 303, keysGrowth: 303 };
  expect(findCauses(perRequest)[0]).toMatchObject({ confidence: 'high', next: expect.stringMatching(/head$/) });
  const [finding] = findCauses({ ...perRequest, warmKeys: null });
  expect(finding).toMatchObject({
    id: 'cache-key-too-specific',
    confidence: 'medium',
    next: expect.stringMatching(/in setup\.$/),
  });
});
