import { expect, test } from 'vitest';
import { sparkline } from '../../../src/core/render/sparkline.ts';

test.each([
  ['bars reach from 0 to the largest value', [0, 1, 4, 8], '▁▁▄█'],
  ['a value that never changes is no drama and no nothing', [6, 6, 6], '███'],
  ['nothing but zero stays at the bottom', [0, 0], '▁▁'],
  ['a gap stays a gap', [1, null, 2], '▄ █'],
  ['no value at all', [null, null], '  '],
])('sparkline(): %s', (_what, values, expected) => {
  expect(sparkline(values)).toBe(expected);
});

test('sparkline() of a long run has at most 40 characters and keeps its peaks', () => {
  const values = Array.from({ length: 900 }, (_, index) => (index === 451 ? 100 : 1));
  const line = sparkline(values);
  expect(line.length).toBeLessThanOrEqual(40);
  expect(line.length).toBeGreaterThan(30);
  expect([...line].filter((character) => character === '█')).toHaveLength(1);
  expect(line.indexOf('█')).toBe(Math.floor(451 / 23));
});
