import { expect, test } from 'vitest';
import type { CacheUse, JourneyShape } from '../../../src/core/journey/journey-shape.ts';
import { amongFirst, missShareOf, roundOf, roundWithoutSetup } from '../../../src/core/journey/mix.ts';

const FLAGS: JourneyShape = {
  requests: {
    all_flags: { share: 70, cache: 'warm' },
    single_flag: { share: 20, cache: 'warm', needsSetup: true },
    cache_miss: { share: 10, cache: 'miss' },
  },
};

function sharesIn(round: readonly { readonly name: string }[]): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const { name } of round) shares[name] = (shares[name] ?? 0) + 100 / round.length;
  return shares;
}

test.each([
  [[70, 20, 10], 10],
  [[100], 1],
  [[50, 50], 2],
  [[1, 99], 100],
  [[33, 33, 34], 100],
])('a round of the shares %j has them exactly in %i requests', (shares, length) => {
  const requests = Object.fromEntries(shares.map((share, at) => [`r${at}`, { share, cache: 'none' as CacheUse }]));
  const round = roundOf({ requests });
  expect(round).toHaveLength(length);
  for (const [at, share] of shares.entries()) expect(sharesIn(round)[`r${at}`]).toBeCloseTo(share);
});

test('no kind of request waits for its turn much longer than its share says', () => {
  const round = roundOf(FLAGS).map(({ name }) => name);
  const singles = [...round, ...round].flatMap((name, at) => (name === 'single_flag' ? [at] : []));
  const gaps = singles.slice(1).map((at, index) => at - (singles[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(6);
});

test('each request in turn knows how many of its kind came before it', () => {
  const round = roundOf(FLAGS);
  const seen: Record<string, number> = {};
  for (let at = 0; at < 35; at += 1) {
    const { name, before, perRound } = round[at % round.length] ?? expect.fail();
    expect(Math.floor(at / round.length) * perRound + before).toBe(seen[name] ?? 0);
    seen[name] = (seen[name] ?? 0) + 1;
  }
});

test('of the first requests in turn as many are misses as come', () => {
  const round = roundOf(FLAGS);
  let misses = 0;
  for (let count = 0; count < 35; count += 1) {
    expect(amongFirst(round, count, 'miss')).toBe(misses);
    if (round[count % round.length]?.cache === 'miss') misses += 1;
  }
});

test('without set-up the first request that can do without takes the places of those that cannot', () => {
  expect(sharesIn(roundWithoutSetup(FLAGS))).toEqual({ all_flags: 90, cache_miss: 10 });
  const login: JourneyShape = { requests: { read: { share: 100, cache: 'warm', needsSetup: true } } };
  expect(sharesIn(roundWithoutSetup(login))).toEqual({ read: 100 });
});

test('the share of misses is of the requests that ask a cache', () => {
  expect(missShareOf(FLAGS)).toBe(0.1);
  const writes: JourneyShape = { requests: { ...FLAGS.requests, write: { share: 100, cache: 'none' } } };
  expect(missShareOf(writes)).toBe(0.1);
  expect(missShareOf({ requests: { write: { share: 100, cache: 'none' } } })).toBe(0);
});
