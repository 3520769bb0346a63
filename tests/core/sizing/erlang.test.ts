import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logWaitShare, smallestPool, waitQuantileMs, waitShare } from '../../../src/core/sizing/erlang.ts';
import { SimulatedPool } from '../../../src/core/sizing/simulate-pool.ts';
import { seededRandom } from '../../../src/core/statistics/seeded-random.ts';

/** Erlang C by its definition in whole numbers, for a load of `above` / `below` erlangs; exact to the last digit shown. */
function exactWaitShare(size: number, above: bigint, below: bigint): number {
  // Terms a^k / k!, all over below^size × size!.
  const factorial = (n: number): bigint => (n < 2 ? 1n : BigInt(n) * factorial(n - 1));
  const term = (k: number) => above ** BigInt(k) * below ** BigInt(size - k) * (factorial(size) / factorial(k));
  const free = Array.from({ length: size }, (_, k) => term(k)).reduce((sum, t) => sum + t, 0n);
  const room = BigInt(size) * below - above;
  const waiting = term(size) * BigInt(size) * below;
  const digits = 10n ** 30n;
  return Number((waiting * digits) / (waiting + free * room)) / 1e30;
}

test.each([
  // 1 of 2 is a third, 2 of 3 four ninths: exercises of every book (Gross and Harris; Hillier and Lieberman).
  [2, 1, 1 / 3],
  [3, 2, 4 / 9],
  [2, 2 / 3, 1 / 6],
  [1, 0.7, 0.7],
  [10, 8, 0.409_180_1],
])('waitShare() of a pool of %i at %f erlangs is as published', (size, erlangs, share) => {
  expect(waitShare(size, erlangs)).toBeCloseTo(share, 6);
});

test.each([
  [4, 7n, 2n],
  [12, 9n, 1n],
  [30, 20n, 1n],
  [100, 85n, 1n],
  [260, 2399n, 10n],
])(
  'waitShare() of a pool of %i at %i / %i erlangs is that of the definition in whole numbers',
  (size, above, below) => {
    const exact = exactWaitShare(size, above, below);
    expect(waitShare(size, Number(above) / Number(below)) / exact).toBeCloseTo(1, 10);
  },
);

test('a share that no number can hold still has its logarithm', () => {
  expect(waitShare(2_000, 1)).toBe(0);
  // 1 / (2000! × e), but for what a load of 1 changes at such a size.
  expect(logWaitShare(2_000, 1)).toBeCloseTo(-13_206.524_350_5 - 1 + Math.log(2_000 / 1_999), 4);
});

test('a load that is as large as its pool makes everybody wait, for ever', () => {
  expect(waitShare(3, 3)).toBe(1);
  expect(waitQuantileMs(3, 3.5, 10, 0.99)).toBe(Number.POSITIVE_INFINITY);
  expect(waitShare(3, 0)).toBe(0);
  expect(smallestPool(0, 0.01)).toBe(1);
});

const LOADS = fc.tuple(
  fc.double({ min: 0.01, max: 300, noNaN: true }),
  fc.double({ min: 1e-9, max: 0.5, noNaN: true }),
);

test('smallestPool() is enough, and one less is not', () => {
  fc.assert(
    fc.property(LOADS, ([erlangs, most]) => {
      const size = smallestPool(erlangs, most);
      expect(size).toBeGreaterThan(erlangs);
      expect(waitShare(size, erlangs)).toBeLessThanOrEqual(most * (1 + 1e-9));
      if (size > 1) expect(waitShare(size - 1, erlangs)).toBeGreaterThan(most * (1 - 1e-9));
    }),
  );
});

test('fewer wait, and for a shorter time, in a larger pool; more do under more load', () => {
  fc.assert(
    fc.property(LOADS, fc.integer({ min: 1, max: 400 }), ([erlangs], size) => {
      expect(waitShare(size + 1, erlangs)).toBeLessThanOrEqual(waitShare(size, erlangs));
      expect(waitShare(size, erlangs * 1.1)).toBeGreaterThanOrEqual(waitShare(size, erlangs));
      const waitMs = (of: number) => waitQuantileMs(of, erlangs, 20, 0.95);
      expect(waitMs(size + 1)).toBeLessThanOrEqual(waitMs(size));
    }),
  );
});

/** How long loans wait that come at random, shortest first; `last` draws how long each lasts. */
function randomWaits(size: number, perSecond: number, last: (random: () => number) => number): number[] {
  const random = seededRandom(20_261_128);
  const pool = new SimulatedPool(size);
  let atMs = 0;
  return Array.from({ length: 400_000 }, () => {
    atMs += exponential(1_000 / perSecond)(random);
    return pool.lend(atMs, last(random)) - atMs;
  }).sort((a, b) => a - b);
}

function exponential(mean: number): (random: () => number) => number {
  return (random) => -mean * Math.log(1 - random());
}

test.each([
  [3, 100, 20],
  [10, 400, 20],
  [12, 55, 180],
])('a pool of %i under %i loans a second of %i ms waits in a simulation as computed', (size, perSecond, holdMs) => {
  const erlangs = (perSecond * holdMs) / 1_000;
  const waits = randomWaits(size, perSecond, exponential(holdMs));
  const waiting = waits.filter((ms) => ms > 0).length / waits.length;
  expect(waiting / waitShare(size, erlangs)).toBeCloseTo(1, 1);
  const p99 = waits[Math.floor(0.99 * waits.length)] ?? 0;
  expect(Math.abs(p99 / waitQuantileMs(size, erlangs, holdMs, 0.99) - 1)).toBeLessThan(0.06);
});

test.each<[string, (random: () => number) => number]>([
  ['all last as long as each other', () => 20],
  ['one in twenty lasts twenty times as long', (random) => (random() < 0.95 ? 10 : 210)],
])('how many loans wait hardly depends on how long each lasts: %s', (_what, last) => {
  for (const perSecond of [50, 250]) {
    const erlangs = (perSecond * 20) / 1_000;
    const size = smallestPool(erlangs, 0.01);
    const waits = randomWaits(size, perSecond, last);
    const waiting = waits.filter((ms) => ms > 0).length / waits.length;
    expect(Math.abs(waiting / waitShare(size, erlangs) - 1)).toBeLessThan(0.2);
  }
});
