import { expect, test } from 'vitest';
import { amongFirst, kindAt, type RequestKind, TEN_REQUESTS, tenthsOf } from '../../../src/core/workload/mix.ts';

const KINDS: RequestKind[] = ['allFlags', 'singleFlag', 'cacheMiss'];

test('every request is of one kind', () => {
  expect(KINDS.reduce((sum, kind) => sum + tenthsOf(kind), 0)).toBe(TEN_REQUESTS.length);
  expect(TEN_REQUESTS).toHaveLength(10);
});

test.each(KINDS)('%s among the first requests are as many as come in turn', (kind) => {
  let seen = 0;
  for (let count = 0; count < 35; count += 1) {
    expect(amongFirst(count, kind)).toBe(seen);
    if (kindAt(count) === kind) seen += 1;
  }
});
