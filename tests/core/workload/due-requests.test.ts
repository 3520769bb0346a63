import { expect, test } from 'vitest';
import type { JourneyShape } from '../../../src/core/journey/journey-shape.ts';
import { dueRequests } from '../../../src/core/workload/due-requests.ts';
import type { Scenarios } from '../../../src/core/workload/workload.ts';

const API = { target: 'api' };
const JOURNEY: JourneyShape = {
  requests: {
    all_flags: { share: 70, cache: 'warm' },
    single_flag: { share: 20, cache: 'warm' },
    cache_miss: { share: 10, cache: 'miss' },
  },
};
const at = (rate: number, exec: string, startTime = '0s', timeUnit = '10s'): Scenarios[string] => ({
  executor: 'constant-arrival-rate',
  rate,
  timeUnit,
  duration: '4s',
  preAllocatedVUs: 1,
  startTime,
  exec,
  tags: API,
});

test('one request a second for 4 s is five, and one of them is a miss', () => {
  const scenarios = {
    all_flags: at(7, 'steady'),
    single_flag: at(2, 'steady'),
    cache_miss: at(1, 'steady'),
    observer: { ...at(10, 'observe'), tags: { target: 'redis' } },
  };
  expect(dueRequests(scenarios, 0, JOURNEY)).toMatchObject({ requests: 3, missRequests: 1 });
  expect(dueRequests(scenarios, 3_000, JOURNEY)).toMatchObject({ requests: 5, missRequests: 1 });
  // What is due at the very end is sent or not; when the load is over, no more comes.
  expect(dueRequests(scenarios, 60_000, JOURNEY)).toEqual(dueRequests(scenarios, 4_000, JOURNEY));
});

test('of requests in turn every tenth is a miss, from the sixth on', () => {
  const of = (elapsedMs: number) => dueRequests({ before: at(10, 'mixed', '0s', '1s') }, elapsedMs, JOURNEY);
  expect(of(400)).toMatchObject({ requests: 5, missRequests: 0 });
  expect(of(500)).toMatchObject({ requests: 6, missRequests: 1 });
  expect(of(1_500)).toMatchObject({ requests: 16, missRequests: 2 });
});

test('phases and ramps count from their own begin', () => {
  const ramp: Scenarios[string] = {
    executor: 'ramping-arrival-rate',
    startRate: 10,
    timeUnit: '1s',
    stages: [{ target: 30, duration: '10s' }],
    preAllocatedVUs: 1,
    exec: 'mixed',
    tags: API,
  };
  expect(dueRequests({ later: at(10, 'mixed', '5s', '1s') }, 4_900, JOURNEY)).toMatchObject({
    requests: 0,
    missRequests: 0,
  });
  expect(dueRequests({ ramp }, 10_000, JOURNEY)).toMatchObject({ requests: 200, missRequests: 20 });
});

test('what asks no cache is a request, and neither a hit nor a miss', () => {
  const journey: JourneyShape = {
    requests: {
      read: { share: 25, cache: 'warm' },
      write: { share: 50, cache: 'none' },
      search: { share: 25, cache: 'miss' },
    },
  };
  const due = { requests: 8, cacheRequests: 4, missRequests: 2, missShare: 0.5 };
  expect(dueRequests({ before: at(10, 'mixed', '0s', '1s') }, 700, journey)).toEqual(due);
  const steady = { read: at(2, 'steady'), write: at(4, 'steady'), search: at(2, 'steady') };
  expect(dueRequests(steady, 3_500, journey)).toEqual({ ...due, requests: 4, cacheRequests: 2, missRequests: 1 });
});
