import { expect, test } from 'vitest';
import { findDoubts } from '../../../src/core/merge/find-doubts.ts';
import type { ShareResult } from '../../../src/core/merge/share-problems.ts';

test('findDoubts() names a share that stopped early, which none that went on to its end is', () => {
  const shares = [
    { share: { number: 1, of: 2, measured: {} }, engineExitCode: 99, series: null },
    {
      share: { number: 2, of: 2, measured: {} },
      engineExitCode: 99,
      series: null,
      stoppedEarly: 'stopped early: after 6 s',
    },
  ] as unknown as ShareResult[];
  expect(findDoubts(shares, 2)).toEqual(['share 2 of 2 stopped early: after 6 s']);
});
