import { expect, test } from 'vitest';
import { arrivals } from '../../../src/core/workload/arrivals.ts';
import { plannedTotal, planOf } from '../../../src/core/workload/workload.ts';

const LOAD = { ratePerSecond: 50, durationMs: 30_000, requestTimeoutMs: 3_000 };

test('arrivals() tells a whole rate per second', () => {
  expect(arrivals(LOAD, 70)).toMatchObject({ rate: 35, timeUnit: '1s', duration: '30s' });
});

test('arrivals() tells a broken rate per 10 s, since k6 takes whole numbers', () => {
  expect(arrivals({ ...LOAD, ratePerSecond: 7 }, 10)).toMatchObject({ rate: 7, timeUnit: '10s' });
});

test('arrivals() tells a rate with a percent of its own per 100 s', () => {
  expect(arrivals({ ...LOAD, ratePerSecond: 7 }, 33)).toMatchObject({ rate: 231, timeUnit: '100s' });
});

test('arrivals() has VUs for a time in which every answer takes the whole time-out', () => {
  expect(arrivals(LOAD, 70).preAllocatedVUs).toBeGreaterThanOrEqual(35 * 3);
});

test('planOf() plans 1050, 300 and 150 requests for the default load', () => {
  const scenarios = {
    all_flags: { ...arrivals(LOAD, 70), tags: { target: 'api' } },
    single_flag: { ...arrivals(LOAD, 20), tags: { target: 'api' } },
    cache_miss: { ...arrivals(LOAD, 10), tags: { target: 'api' } },
    redis: { ...arrivals({ ...LOAD, ratePerSecond: 1 }, 100), tags: { target: 'redis' } },
  };
  const planned = planOf(scenarios, 'api');
  expect(planned.map(({ plannedRequests }) => plannedRequests)).toEqual([1050, 300, 150]);
  expect(plannedTotal(planned)).toBe(1500);
  expect(planOf(scenarios, 'redis')).toMatchObject([{ name: 'redis', plannedRequests: 30 }]);
});

test('planOf() plans at least one request, however short the load', () => {
  const scenarios = {
    slow: { ...arrivals({ ...LOAD, ratePerSecond: 1, durationMs: 1_000 }, 10), tags: { target: 'api' } },
  };
  expect(planOf(scenarios, 'api')).toMatchObject([{ plannedRequests: 1 }]);
});
