import { expect, test } from 'vitest';
import { findCauses } from '../../../src/core/findings/find-causes.ts';
import { HEALTHY, idsOf } from './evidence-of.ts';

const FLEET = { instances: 10, workers: 24, fleetConnections: 24_000, maxClients: 10_000, otherConnections: 312 };

test('a fleet that does not fit is found, with what would', () => {
  const [finding] = findCauses({ ...HEALTHY, ...FLEET, fleetShare: 24_000 / 9_688 });
  expect(finding).toMatchObject({
    id: 'fleet-above-maxclients',
    sentence:
      'The whole fleet does not fit into Redis: 10 instances × 24 workers × 100 = 24 000 connections; the server takes 10 000, 312 are used by others: at most 40 each',
  });
});

test.each([
  ['fits', { fleetShare: 1 }],
  ['was not judged', { fleetShare: null }],
  ['may take more by the limit of the rule', { fleetShare: 2, fleetLimitShare: 3 }],
])('nothing is found of a fleet that %s', (_what, evidence) => {
  expect(idsOf({ ...FLEET, ...evidence })).toEqual([]);
});
