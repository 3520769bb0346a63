import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { computeSize } from '../../../src/core/sizing/compute-size.ts';
import { demandOf } from '../../../src/core/sizing/demand.ts';
import { HEALTHY } from '../findings/evidence-of.ts';

/** 300 requests in 6 s; a pool of a few, of which nothing is told. */
const RUN: Evidence = { ...HEALTHY, requestsPlanned: 300, requests: 300, requestsInFlight: 4, connectionsMax: 6 };

const demand = (evidence: Partial<Evidence>, run = { isHealthy: true, processes: 1 }) =>
  demandOf({ ...RUN, ...evidence }, 100, run);

test('loans that the pool counts and times itself tell the demand at any rate', () => {
  expect(demand({ poolLoans: 330, poolHeldMs: 6_600 })).toEqual({
    from: 'loans',
    ratePerSecond: 100,
    connectionsInUse: expect.closeTo(2.2, 1),
    loansPerSecond: expect.closeTo(110, 0),
    holdMs: 20,
  });
  // Of 300 loans of 600 ms in 6 s, the last 30 have not ended at the last look.
  expect(demand({ poolLoans: 270, poolHeldMs: 270 * 600 })).toMatchObject({ loansPerSecond: expect.closeTo(100, 9) });
});

test('of a chain of requests each counts, and of iterations that were never sent none', () => {
  const chain = { poolLoans: 660, poolHeldMs: 13_200, requests: 600 };
  expect(demand(chain)).toMatchObject({ loansPerSecond: expect.closeTo(221, 0), holdMs: 20 });
  expect(demand({ ...chain, iterationsDropped: 150 })).toMatchObject({ loansPerSecond: expect.closeTo(441, 0) });
  const unseen = { requests: 600, requestsInFlight: 4 };
  expect(demand(unseen)).toMatchObject({ connectionsInUse: 8, loansPerSecond: 200, holdMs: 40 });
});

test('a pool that was looked at often tells how many were in use', () => {
  expect(demand({ poolInUseMean: 1.5, poolLooks: 25 })).toMatchObject({ from: 'in-use', connectionsInUse: 3 });
  expect(demand({ poolInUseMean: 1.5, poolLooks: 5 })).toMatchObject({ from: 'requests' });
});

test('requests alone tell the most that it can be, and commands the least', () => {
  const { connectionsInUse, holdMs, atLeast } = demand({ apiCommands: 330, redisCommandMeanMs: 0.5 }) as never as {
    connectionsInUse: number;
    holdMs: number;
    atLeast: object;
  };
  expect(connectionsInUse).toBe(8);
  expect(holdMs).toBe(80);
  expect(atLeast).toMatchObject({ roundTripMs: 0.5, connectionsInUse: expect.closeTo(0.055, 9) });
  expect(demand({ apiCommands: null })).not.toHaveProperty('atLeast');
});

test.each([
  ['its library sends all over one', { multiplexingConnections: 1, connectionsMax: 1 }, 'library'],
  ['no second one was ever opened', { connectionsMax: 1 }, 'nobody-waited'],
  [
    'more commands are under way than there are connections',
    { connectionsMax: 2, apiCommands: 30_000, redisCommandMeanMs: 0.5 },
    'in-flight',
  ],
])('one connection that serves all is recognised: %s', (_what, evidence, because) => {
  expect(demand(evidence)).toMatchObject({ from: 'one-connection', because });
});

test('one connection is no proof where requests were slow, or the pool itself tells its figures', () => {
  const slow = { isHealthy: false, processes: 1 };
  expect(demand({ connectionsMax: 1 }, slow)).toMatchObject({ from: 'requests' });
  expect(demand({ connectionsMax: 1, multiplexingConnections: 1 }, slow)).toMatchObject({ from: 'one-connection' });
  expect(demand({ connectionsMax: 1, poolLoans: 330, poolHeldMs: 33 })).toMatchObject({ from: 'loans' });
  expect(demand({ connectionsMax: 4 }, { isHealthy: true, processes: 4 })).toMatchObject({ because: 'nobody-waited' });
});

test.each([
  ['requests failed', { requestsFailed: 30 }, '30 of 300 requests failed'],
  ['requests went past Redis', { poolFallbacks: 30 }, '30 went past Redis'],
  ['there were few requests', { requests: 20 }, '20 requests are too few'],
  ['there were none', { requests: 0 }, 'no request was answered'],
])('nothing is computed where %s', (_what, evidence, why) => {
  expect(demand(evidence)).toEqual({ from: 'unknown', why: expect.stringContaining(why) });
});

test('computeSize() shows the answer, its neighbours, the smallest that is stable, and that of a burst', () => {
  const { size, burstSize, pools } = computeSize({ connectionsInUse: 4.84, holdMs: 22.2 });
  expect([size, burstSize]).toEqual([12, 25]);
  expect(pools.map((pool) => pool.size)).toEqual([5, 11, 12, 13, 25]);
  const [first, , answer] = pools;
  expect(first?.atRate.p99Ms).toBeGreaterThan(500);
  expect(first?.atBurst).toEqual({ share: 1, p95Ms: null, p99Ms: null });
  expect(answer?.atRate.share).toBeLessThanOrEqual(0.01);
  expect(answer?.atRate.p99Ms).toBe(0);
});
