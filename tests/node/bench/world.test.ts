import { expect, test } from 'vitest';
import { answerTimes } from '../../../src/node/bench/server/world.ts';

test('constant: each answer takes as long', () => {
  expect([0, 7].map(answerTimes({ kind: 'constant', delayMs: 10 }))).toEqual([10, 17]);
});

test('bimodal: the share of slow answers is that asked for, and the same each time', () => {
  const draw = () =>
    Array.from({ length: 2_000 }, () => 0).map(
      answerTimes({ kind: 'bimodal', delayMs: 5, slowMs: 50, slowShare: 0.2 }),
    );
  const drawn = draw();
  expect(new Set(drawn)).toEqual(new Set([5, 50]));
  expect(drawn.filter((ms) => ms === 50).length / drawn.length).toBeCloseTo(0.2, 1);
  expect(draw()).toEqual(drawn);
});

test('stall: what comes while it lasts is answered after it, once', () => {
  const dueMs = answerTimes({ kind: 'stall', delayMs: 10, afterMs: 1_000, stallMs: 500 });
  expect([999, 1_000, 1_499, 1_500].map(dueMs)).toEqual([1_009, 1_510, 1_510, 1_510]);
});

test('capped: who finds nobody free queues, first come, first served', () => {
  const dueMs = answerTimes({ kind: 'capped', delayMs: 10, concurrency: 2 });
  expect([0, 1, 2, 3, 40].map(dueMs)).toEqual([10, 11, 20, 21, 50]);
});
