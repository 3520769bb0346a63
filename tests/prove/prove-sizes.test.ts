import { expect, test } from 'vitest';
import { areSizesRight, renderSizeCounts, renderSizeProof, type SizeProof } from '../../src/node/prove/prove-sizes.ts';
import { drawSize, SIZE_WORLDS } from '../../src/node/prove/size-world.ts';

const [MEASURED] = SIZE_WORLDS;

function proof(size: number | null, truth = 4): SizeProof {
  const injected = { ratePerSecond: 200, holdMs: 15, poolSize: 9, truth };
  const isRight = size !== null && Math.abs(size - truth) <= 1;
  return {
    world: 'size-measured',
    engine: 'k6',
    injected,
    size,
    interval: size === null ? null : [size, 6],
    isRight,
    ...(size === null ? { why: 'too busy' } : {}),
  };
}

test('a line has what was injected, the truth and the answer', () => {
  expect(renderSizeProof(proof(5))).toBe(
    'size-measured   k6        right  200 requests/s, loans of 15 ms: 4 → 5 (interval 5 to 6)',
  );
  expect(renderSizeProof(proof(null))).toMatch(/WRONG {2}200 requests\/s, loans of 15 ms: 4 → nothing \(too busy\)$/);
});

test('one of twenty may be further from the truth than one, of fewer none', () => {
  const right = Array.from({ length: 19 }, () => proof(4));
  expect(renderSizeCounts([...right, proof(7)])).toBe('19 of 20 pool sizes within one of the truth, 19 of them exact');
  expect(renderSizeCounts([proof(4), proof(null)])).toBe(
    '1 of 2 pool sizes within one of the truth, 1 of them exact, 1 without an answer',
  );
  expect(areSizesRight([...right, proof(7)])).toBe(true);
  expect(areSizesRight([...right, proof(7), proof(null)])).toBe(false);
  expect(areSizesRight([...right.slice(1), proof(7)])).toBe(false);
});

test('each time has numbers of its own, and the same whenever it runs', () => {
  const drawn = Array.from({ length: 20 }, (_item, index) => MEASURED && drawSize(MEASURED, index + 1));
  expect(new Set(drawn.map((draw) => JSON.stringify(draw))).size).toBeGreaterThan(15);
  expect(MEASURED && drawSize(MEASURED, 5)).toEqual(drawn[4]);
});
