import { expect, test } from 'vitest';
import { readPoolSample } from '../../../src/core/evidence/pool-sample.ts';
import { PoolWatch } from '../../../src/core/observer/pool-watch.ts';

function watching() {
  const told: (readonly [string, number])[] = [];
  const watch = new PoolWatch((metric, value) => told.push([metric, value]));
  const look = (json: object, nowMs: number) => {
    const sample = readPoolSample(json);
    if (sample !== undefined) watch.add(sample, nowMs, {});
  };
  return { look, valuesOf: (name: string) => told.filter(([metric]) => metric === name).map(([, value]) => value) };
}

test('what the API does not tell gets no sample', () => {
  const { look, valuesOf } = watching();
  look({ size: 8, inUse: 3 }, 1_000);
  expect(valuesOf('pool_size')).toEqual([8]);
  expect(valuesOf('pool_in_use')).toEqual([3]);
  expect(valuesOf('pool_waiting')).toEqual([]);
  expect(valuesOf('pool_observations')).toEqual([1]);
});

test('when requests last went past Redis is the look that saw more of them', () => {
  const { look, valuesOf } = watching();
  for (const [index, fallbacks] of [10, 10, 12, 12].entries()) look({ fallbacks }, index * 1_000);
  expect(valuesOf('pool_fell_back_at')).toEqual([2_000]);
});

test('totals of instances without a name are not told once they were mixed', () => {
  const { look, valuesOf } = watching();
  look({ fallbacks: 10 }, 1_000);
  look({ fallbacks: 3 }, 2_000);
  expect(valuesOf('pool_instances_mixed')).toEqual([1]);
  expect(valuesOf('pool_fallbacks')).toEqual([0]);
});
