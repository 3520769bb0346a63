import { expect, test } from 'vitest';
import { parsePaths } from '../../../src/core/journey/paths.ts';

test('paths have shares, numbers in turn, what is new each time, and names that k6 allows', () => {
  const { paths, problem } = parsePaths(
    ' /=10 /products=60  /products/{1..50}=10 /products?q={unique}&a=b=10 /observer=5 /Products=4 /products/=1',
  );
  expect(problem).toBeUndefined();
  expect(paths.map(({ name, share }) => `${name} ${share}`)).toEqual([
    'root 10',
    'products 60',
    'products_1_50 10',
    'products_q_unique_a_b 10',
    'observer_2 5',
    'Products 4',
    'products_2 1',
  ]);
  expect(paths[2]?.parts).toEqual([{ text: '/products/' }, { from: 1, count: 50 }]);
  expect(paths[3]?.parts).toEqual([{ text: '/products?q=' }, { isUnique: true }, { text: '&a=b' }]);
});

test.each([
  ['/a=70 /b=20', 'the shares make 90 % and not 100: change one of them'],
  ['a=100', '"a" does not start with /'],
  ['/a/{id}=100', '"/a/{id}" has {id}, which is not known: {1..50} takes numbers in turn, {unique} a new text'],
  ['/a/{5..1}=100', '"/a/{5..1}" has {5..1}: give 1 to 1000 numbers, the lower one first'],
  ['/a/{1..1001}=100', '"/a/{1..1001}" has {1..1001}: give 1 to 1000 numbers, the lower one first'],
  ['/a/{1..2}/{1..2}=100', '"/a/{1..2}/{1..2}" has numbers in two places: give one of them'],
  ['/a', '"/a" has no share: write =70 at its end, in whole percent'],
  ['/a?token=hunter2', '"/a?…" has no share: write =70 at its end, in whole percent'],
  ['/a=0 /b=100', '"/a" has a share of 0, so it would never be sent'],
  ['/a=50 /a=50', '"/a" is given twice'],
  ['/ä=100', '"/ä" is no path: percent-encode braces and anything that is not ASCII'],
  ['/a}=100', '"/a}" is no path: percent-encode braces and anything that is not ASCII'],
])('PATHS=%j is refused', (text, line) => {
  expect(parsePaths(text).problem).toBe(line);
});

test('names are never longer than k6 and the rules for journeys allow', () => {
  const { paths } = parsePaths(`/${'a'.repeat(60)}=50 /${'a'.repeat(60)}b=50`);
  expect(paths.map(({ name }) => name)).toEqual(['a'.repeat(40), `${'a'.repeat(38)}_2`]);
});
