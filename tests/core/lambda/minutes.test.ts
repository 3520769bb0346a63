import { expect, test } from 'vitest';
import { byMinute, maxOf, sumOf, wholeMinutes } from '../../../src/core/lambda/minutes.ts';

const AT = Date.parse('2026-11-28T08:00:00Z');

test('a run is looked at in whole minutes of the clock', () => {
  expect(wholeMinutes({ startMs: AT + 59_000, endMs: AT + 61_000 })).toEqual({ startMs: AT, endMs: AT + 120_000 });
  expect(wholeMinutes({ startMs: AT, endMs: AT + 60_000 })).toEqual({ startMs: AT, endMs: AT + 60_000 });
});

test('values of several nodes become one of each minute, as the meter asks, and a minute without one has none', () => {
  const points = [
    { name: 'connections', atMs: AT, value: 3 },
    { name: 'connections', atMs: AT, value: 4 },
    { name: 'cpu', atMs: AT, value: 20 },
    { name: 'cpu', atMs: AT, value: 60 },
    { name: 'cpu', atMs: AT + 60_000, value: 30 },
    { name: 'cpu', atMs: AT + 120_000, value: 99 },
  ] as const;
  const minutes = byMinute({ startMs: AT + 10_000, endMs: AT + 70_000 }, { connections: 'sum', cpu: 'max' }, points);
  expect(minutes).toEqual([
    { at: '2026-11-28T08:00:00.000Z', connections: 7, cpu: 60 },
    { at: '2026-11-28T08:01:00.000Z', connections: null, cpu: 30 },
  ]);
  expect([sumOf(minutes, 'cpu'), maxOf(minutes, 'cpu'), sumOf(minutes, 'connections')]).toEqual([90, 60, 7]);
  expect([sumOf([], 'cpu'), maxOf([], 'cpu')]).toEqual([null, null]);
});
