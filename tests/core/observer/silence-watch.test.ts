import { expect, test } from 'vitest';
import { STALL_MS } from '../../../src/core/evidence/limits.ts';
import { SilenceWatch } from '../../../src/core/observer/silence-watch.ts';

function watching() {
  const told: (readonly [string, number])[] = [];
  return { told, watch: new SilenceWatch((metric, value) => told.push([metric, value])) };
}

test('prompt answers are no silence', () => {
  const { told, watch } = watching();
  watch.add(1_000, 1_001, true);
  watch.add(2_000, 2_001, true);
  expect(new Set(told.filter(([metric]) => metric !== 'redis_silence').map(([metric]) => metric))).toEqual(new Set());
  expect(told.at(-1)).toEqual(['redis_silence', 0]);
});

test('a silence lasts at least from the first question, and at most from the answer before', () => {
  const { told, watch } = watching();
  watch.add(1_000, 1_001, true);
  told.length = 0;
  watch.add(2_000, 2_500, false);
  watch.add(3_000, 3_500, false);
  watch.add(4_000, 4_010, true);
  expect(told).toEqual([
    ['redis_silence', 500],
    ['redis_silence_at_most', 1_499],
    ['redis_silence', 1_500],
    ['redis_silence_at_most', 2_499],
    ['redis_silence_at_most', 3_009],
    ['redis_back_at', 4_010],
    ['redis_silence', 0],
  ]);
});

test('an answer that comes late is the end of a silence', () => {
  const { told, watch } = watching();
  watch.add(1_000, 1_000 + STALL_MS, true);
  expect(told).toContainEqual(['redis_silence', STALL_MS]);
  expect(told).toContainEqual(['redis_back_at', 1_000 + STALL_MS]);
});
