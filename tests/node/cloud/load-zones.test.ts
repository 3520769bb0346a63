import { expect, test } from 'vitest';
import { parseLoadZones } from '../../../src/node/cloud/load-zones.ts';

const percentsOf = (text: string) => Object.values(parseLoadZones(text) ?? {}).map(({ percent }) => percent);

test('parseLoadZones() takes percentages that make 100, and shares evenly without', () => {
  expect(parseLoadZones('')).toEqual({});
  expect(parseLoadZones('a:b:c=60, d=40')).toEqual({
    'a:b:c': { loadZone: 'a:b:c', percent: 60 },
    d: { loadZone: 'd', percent: 40 },
  });
  expect(percentsOf('a')).toEqual([100]);
  expect(percentsOf('a,b,c')).toEqual([34, 33, 33]);
});

test.each(['a=60,b=30', 'a=60,b', 'a=0,b=100', 'a,a', 'a,,b', 'a b', 'a=1.5,b=98.5', ','])(
  'parseLoadZones() refuses %j',
  (text) => {
    expect(parseLoadZones(text)).toBeUndefined();
  },
);
