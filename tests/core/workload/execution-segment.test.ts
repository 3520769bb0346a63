import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenVus, shareOf, stripeByVus, stripeOf, WHOLE } from '../../../src/core/workload/execution-segment.ts';

test('stripeOf() deals iterations out as k6 does', () => {
  const quarters = ['0:1/4', '1/4:1/2', '1/2:3/4', '3/4:1'].map((segment) => stripeOf(segment, '0,1/4,1/2,3/4,1'));
  expect(quarters).toMatchObject([0, 1, 2, 3].map((number) => ({ outOf: 4, numbers: [number] })));
  // Without a sequence the rest before and after it are two segments, and the longer one takes first.
  expect(stripeOf('1/4:1/2', null)).toMatchObject({ outOf: 4, numbers: [3] });
  expect(stripeOf('25%', '0,0.25,1')).toMatchObject({ outOf: 4, numbers: [1] });
  expect(stripeOf('0:3/5', '0,3/5,1')).toMatchObject({ outOf: 5, numbers: [0, 2, 4] });
  expect(stripeOf(null, null)).toEqual(WHOLE);
});

test('segments of a sequence share any count without a rest', () => {
  const inner = fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 6 });
  fc.assert(
    fc.property(inner, fc.nat(10_000), (cuts, count) => {
      const points = [0, ...cuts.sort((a, b) => a - b), 60].map((cut) => `${cut}/60`);
      const segments = points.slice(1).map((end, index) => `${points[index]}:${end}`);
      const shares = segments.map((segment) => shareOf(stripeOf(segment, points.join()), count));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
    }),
  );
});

test.each([
  ['1/4:1/2', '0,1/3,1'],
  ['a:b', '0,1'],
  ['0:5/4', '0,1'],
  ['1/2:1', '0,1/2,1/4,1'],
])('stripeOf() refuses %s in %s', (segment, sequence) => {
  expect(() => stripeOf(segment, sequence)).toThrow(RangeError);
});

test('evenVus() gives each process of a run as many VUs as every other, and none away where there are too few', () => {
  const quarter = stripeOf('1/4:1/2', '0,1/4,1/2,3/4,1');
  expect([106, 31, 16, 4, 1].map((vus) => evenVus(quarter, vus))).toEqual([108, 32, 16, 4, 1]);
  expect(evenVus(WHOLE, 106)).toBe(106);
});

test('stripeByVus() deals iterations out as VUs are: the first process has all of a single VU', () => {
  const sequence = '0,1/4,1/2,3/4,1';
  const quarters = ['0:1/4', '1/4:1/2', '1/2:3/4', '3/4:1'].map((segment) => stripeOf(segment, sequence));
  const dealt = (vus: number) => quarters.map((quarter) => stripeByVus(quarter, vus));
  expect(dealt(1)).toMatchObject([{ outOf: 1, numbers: [0] }, { numbers: [] }, { numbers: [] }, { numbers: [] }]);
  expect(dealt(8)).toEqual(quarters);
  // As k6 v2.2.0 was seen to do it with six VUs, of which the processes have 2, 2, 1 and 1.
  expect(dealt(6).map(({ numbers }) => numbers)).toEqual([[0, 3], [1, 4], [2], [5]]);
});
