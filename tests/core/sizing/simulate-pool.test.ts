import { expect, test } from 'vitest';
import { simulateRequests } from '../../../src/core/sizing/simulate-pool.ts';

const at = (atMs: number, ...holdsMs: number[]) => ({ atMs, holdsMs, betweenMs: 1 });

test('who finds no connection waits for the first that is free, in the order of asking', () => {
  const requests = [0, 1, 2, 3, 50].map((atMs) => at(atMs, 10));
  expect(simulateRequests(requests, 2)).toEqual([10, 10, 18, 18, 10]);
  expect(simulateRequests(requests, 4)).toEqual([10, 10, 10, 10, 10]);
});

test('a request that borrows twice stands in line again', () => {
  // The one that comes between its loans is served before the second of them.
  expect(simulateRequests([at(0, 10, 10), at(5, 10)], 1)).toEqual([30, 15]);
  expect(simulateRequests([at(0, 10, 10), at(5, 10)], 2)).toEqual([21, 10]);
});
