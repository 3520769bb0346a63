import { expect, test } from 'vitest';
import { processesHere, SENT_BY_ONE } from '../../../src/node/run/processes-here.ts';

const held = SENT_BY_ONE.embedded.perSecond;

test.each([
  ['auto', held, 8, { of: 1, why: '' }],
  ['auto', held + 1, 8, { of: 2, why: `${held + 1}/s is more than the ${held}/s that one holds` }],
  ['auto', 3 * held, 8, { of: 3, why: `${3 * held}/s is more than the ${held}/s that one holds` }],
  [
    'auto',
    3 * held,
    2,
    { of: 2, why: `${3 * held}/s is more than the ${held}/s that one holds, and there are no more than 2 cores` },
  ],
  ['auto', 3 * held, 1, { of: 1, why: '' }],
  [4, 50, 2, { of: 4, why: 'SHARES=4' }],
  [1, 3 * held, 8, { of: 1, why: '' }],
] as const)('SHARES=%s, %d/s at most, %d cores', (processes, highestRate, cores, here) => {
  expect(processesHere({ processes, highestRate }, { name: 'embedded' }, cores)).toEqual(here);
});

test('k6 uses every core by itself: as long as one process may send it all, it is alone', () => {
  const k6 = (highestRate: number) => processesHere({ processes: 'auto', highestRate }, { name: 'k6' }, 8).of;
  expect([10_000, 10_001].map(k6)).toEqual([1, 2]);
});
