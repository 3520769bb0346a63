import { expect, test } from 'vitest';
import { trueLatencies } from '../../../src/node/bench/true-latencies.ts';

const records = (times: readonly (readonly [number, number])[]) => ({
  arrivedMs: Float64Array.from(times, ([arrived]) => arrived),
  answeredMs: Float64Array.from(times, ([, answered]) => answered),
});

test('a latency counts from the time planned, however late the request came', () => {
  const late = records([
    [0, 10],
    [10, 20],
    // Planned for 20.
    [50, 60],
  ]);
  expect(trueLatencies(late, 100, true)).toEqual([10, 10, 40]);
});

test('a tool that waits for answers makes the users behind it wait', () => {
  // One connection: the first answer takes 100 ms, and each request waits for the one before.
  const closed = records([
    [0, 100],
    [100, 101],
    [101, 102],
  ]);
  expect(trueLatencies(closed, 100, false)).toEqual([100, 91, 82]);
});

test('a request before its time counts from when it came', () => {
  const burst = records([
    [0, 5],
    [1, 6],
    [2, 7],
  ]);
  expect(trueLatencies(burst, 100, false)).toEqual([5, 5, 5]);
});

test('requests without an answer are left out', () => {
  const cut = records([
    [0, 5],
    [10, 0],
  ]);
  expect(trueLatencies(cut, 100, true)).toEqual([5]);
});
