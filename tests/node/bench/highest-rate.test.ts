import { expect, test } from 'vitest';
import { findHighestRate } from '../../../src/node/bench/highest-rate.ts';

const SEARCH = { start: 1_000, lowest: 125, highest: 32_000, refinements: 3 };

async function search(ceiling: number) {
  const asked: number[] = [];
  const found = await findHighestRate(async (rate) => {
    asked.push(rate);
    return rate <= ceiling;
  }, SEARCH);
  return { ...found, asked };
}

test('the rate doubles until one is lost, and the gap is halved then', async () => {
  expect(await search(5_000)).toEqual({
    held: 4_757,
    lost: 5_188,
    asked: [1_000, 2_000, 4_000, 8_000, 5_657, 4_757, 5_188],
  });
});

test('the rate is halved when the first is too much', async () => {
  const { held, lost, asked } = await search(300);
  expect(asked.slice(0, 3)).toEqual([1_000, 500, 250]);
  expect(held).toBeLessThanOrEqual(300);
  expect(held).toBeGreaterThan(250);
  expect(lost).toBeGreaterThan(300);
});

test('the search is bounded at both ends', async () => {
  expect(await search(0)).toEqual({ held: 0, lost: 125, asked: [1_000, 500, 250, 125] });
  expect(await search(1e9)).toEqual({
    held: 32_000,
    lost: undefined,
    asked: [1_000, 2_000, 4_000, 8_000, 16_000, 32_000],
  });
});
