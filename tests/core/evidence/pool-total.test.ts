import { expect, test } from 'vitest';
import { readPoolSample } from '../../../src/core/evidence/pool-sample.ts';
import { PoolTotal } from '../../../src/core/evidence/pool-total.ts';

const sumsOf = (...looks: readonly (readonly [instance: string | undefined, value: number])[]) => {
  const total = new PoolTotal();
  return looks.map(([instance, value]) => total.add(instance, value));
};

test('one instance is counted from the first look on', () => {
  expect(sumsOf([undefined, 100], [undefined, 100], [undefined, 130])).toEqual([0, 0, 30]);
});

test('instances with a name are counted each for itself, and one that began anew from 0', () => {
  expect(sumsOf(['a', 5], ['b', 900], ['a', 15], ['b', 905], ['a', 2])).toEqual([0, 0, 10, 15, 17]);
});

test('instances without a name cannot be told apart once a total falls', () => {
  expect(sumsOf([undefined, 5], [undefined, 900], [undefined, 7], [undefined, 950])).toEqual([
    0,
    895,
    undefined,
    undefined,
  ]);
});

test('readPoolSample() reads the name of the instance, as text or as a number', () => {
  expect(readPoolSample({ size: 3, instance: 'pod-7' })?.instance).toBe('pod-7');
  expect(readPoolSample({ size: 3, instance: 7 })?.instance).toBe('7');
  expect(readPoolSample({ size: 3 })?.instance).toBeUndefined();
  expect(readPoolSample({ instance: 'pod-7' })).toBeUndefined();
});
