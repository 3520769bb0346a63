import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharesOf } from '../../../src/node/first-journey/shares.ts';

test('shares are near the counts, none is 0, and they make 100', () => {
  expect(sharesOf([3, 2, 1, 1, 1])).toEqual([38, 25, 13, 12, 12]);
  expect(sharesOf([10_000, 1])).toEqual([99, 1]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 100 }), (counts) => {
      const shares = sharesOf(counts);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
    }),
  );
});
