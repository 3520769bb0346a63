import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeFleet, fleetConnections, mostEach } from '../../../src/core/redis/fleet.ts';

test.each([
  [
    { instances: 10, workers: 24, poolSize: 100 },
    { maxClients: 10_000, others: 312, limitShare: 1 },
    '10 instances × 24 workers × 100 = 24 000 connections; the server takes 10 000, 312 are used by others: at most 40 each',
  ],
  [
    { instances: 1, workers: 1, poolSize: 8 },
    { maxClients: 5, others: 1, limitShare: 1 },
    '1 instance × 8 = 8 connections; the server takes 5, 1 is used by others: at most 4 each',
  ],
  [
    { instances: 1_000, workers: 1, poolSize: 1 },
    { maxClients: 900, others: 0, limitShare: 1 },
    '1000 instances × 1 = 1000 connections; the server takes 900: less than one for each',
  ],
  [
    { instances: 10, workers: 1, poolSize: 90 },
    { maxClients: 1_000, others: 0, limitShare: 0.8 },
    '10 instances × 90 = 900 connections; the server takes 1000: at most 80 each',
  ],
])('describeFleet() says what does not fit, and what would: %o in %o', (fleet, room, sentence) => {
  expect(describeFleet(fleet, room)).toBe(sentence);
});

test('a pool of mostEach() fits, and one connection more does not', () => {
  const count = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(
      count,
      count,
      fc.integer({ min: 1, max: 65_000 }),
      fc.integer({ min: 0, max: 70_000 }),
      (instances, workers, maxClients, others) => {
        const room = { maxClients, others, limitShare: 1 };
        const each = mostEach({ instances, workers, poolSize: 1 }, room);
        const needed = (poolSize: number) => fleetConnections({ instances, workers, poolSize });
        expect(needed(each)).toBeLessThanOrEqual(Math.max(0, maxClients - others));
        expect(needed(each + 1)).toBeGreaterThan(maxClients - others);
      },
    ),
  );
});
