import { expect, test } from 'vitest';
import { variablesGivenToMake } from '../../../src/node/cli/variables-given-to-make.ts';

test.each([
  [' -- RATE=5 AUTHORIZATION=Bearer\\ a\\ b=c', ['RATE', 'AUTHORIZATION']],
  ['s -j2 --jobserver-auth=3,4 -- RATE=5', ['RATE']],
  ['', []],
  ['s', []],
])('variablesGivenToMake() reads the names from MAKEFLAGS=%j', (MAKEFLAGS, names) => {
  expect(variablesGivenToMake({ MAKELEVEL: '1', MAKEFLAGS })).toEqual(names);
});

test('variablesGivenToMake() leaves the variables of a build that calls ours alone', () => {
  expect(variablesGivenToMake({ MAKELEVEL: '2', MAKEFLAGS: ' -- CFLAGS=-O2' })).toEqual([]);
  expect(variablesGivenToMake({ MAKEFLAGS: ' -- CFLAGS=-O2' })).toEqual([]);
});
