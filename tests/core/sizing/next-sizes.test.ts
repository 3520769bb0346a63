import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intervalOfSize, nextSizes, smallestThatHolds } from '../../../src/core/sizing/next-sizes.ts';

interface Tried {
  size: number;
  runs: number;
  holds: boolean;
  isSure: boolean;
}

/** Searches where a pool of a size holds or not, as said. @returns what was tried, and in which order */
function search(
  options: { readonly largest: number; readonly rounds: number; readonly guess: number | undefined },
  holds: (size: number, run: number) => boolean,
  isSure = (_size: number) => true,
) {
  const tried: Tried[] = [];
  const order: number[] = [];
  for (;;) {
    const sizes = nextSizes(tried, { ...options, guess: tried.length === 0 ? undefined : options.guess });
    if (sizes.length === 0 || order.length > 200) return { tried, order, answer: smallestThatHolds(tried) };
    for (const size of sizes) {
      order.push(size);
      const known = tried.find((one) => one.size === size);
      const run = (known?.runs ?? 0) + 1;
      const now = { size, runs: run, holds: holds(size, run), isSure: isSure(size) };
      if (known === undefined) tried.push(now);
      else Object.assign(known, now);
    }
  }
}

const LARGEST = fc.integer({ min: 1, max: 1_000 });
const CASE = LARGEST.chain((largest) =>
  fc.record({
    largest: fc.constant(largest),
    truth: fc.integer({ min: 1, max: largest }),
    guess: fc.option(fc.integer({ min: 1, max: 1_200 }), { nil: undefined }),
    rounds: fc.integer({ min: 1, max: 4 }),
  }),
);

test('the smallest pool that holds is found, from any guess, in few runs', () => {
  fc.assert(
    fc.property(CASE, ({ truth, ...options }) => {
      const { answer, order, tried } = search(options, (size) => size >= truth);
      expect(answer).toBe(truth);
      expect(order.length).toBeLessThanOrEqual(2 + 2 * Math.ceil(Math.log2(options.largest + 1)) + 2 * options.rounds);
      // Its neighbours had all their rounds.
      for (const size of [truth - 1, truth].filter((one) => one > 0))
        expect(tried.find((one) => one.size === size)?.runs).toBe(options.rounds);
      expect(intervalOfSize(tried, truth)).toEqual([truth, truth]);
    }),
  );
});

test('a good guess saves runs', () => {
  const { order } = search({ largest: 50, rounds: 1, guess: 5 }, (size) => size >= 5);
  expect(order).toEqual([50, 5, 4]);
});

test('neighbours run in turn, A B B A', () => {
  const { order } = search({ largest: 50, rounds: 3, guess: 5 }, (size) => size >= 5);
  expect(order).toEqual([50, 5, 4, 4, 5, 5, 4]);
});

test('no pool holds: the largest has its rounds, and no other is tried', () => {
  const { order, answer } = search({ largest: 8, rounds: 3, guess: 2 }, () => false);
  expect(order).toEqual([8, 8, 8]);
  expect(answer).toBeUndefined();
});

test('a pool that held once by chance is left for a larger one', () => {
  const { answer, tried } = search(
    { largest: 50, rounds: 3, guess: 4 },
    (size, run) => size >= 5 || (size === 4 && run === 1),
  );
  expect(answer).toBe(5);
  expect(tried.find(({ size }) => size === 5)?.runs).toBe(3);
});

test('a pool that failed once by chance is tried again before a larger one is the answer', () => {
  const options = { largest: 50, rounds: 2, guess: 5 };
  const runs = new Map<number, number>();
  const isSure = (size: number) => size !== 5 || (runs.get(5) ?? 0) > 2;
  const { answer } = search(
    options,
    (size, run) => {
      runs.set(size, run);
      return size > 5 || (size === 5 && run !== 2);
    },
    isSure,
  );
  expect(answer).toBe(5);
});

test('the interval reaches to what is sure on both sides', () => {
  const isSure = (size: number) => size !== 4 && size !== 5;
  const { answer, tried } = search({ largest: 50, rounds: 2, guess: 5 }, (size) => size >= 5, isSure);
  expect(answer).toBe(5);
  // The one above was tried as well, and those that were not sure twice as often.
  const runs = Object.fromEntries(tried.map((one) => [one.size, one.runs]));
  expect(runs).toEqual({ 4: 4, 5: 4, 6: 2, 50: 1 });
  expect(intervalOfSize(tried, 5)).toEqual([1, 6]);
});
