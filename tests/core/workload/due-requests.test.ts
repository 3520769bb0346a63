import { expect, test } from 'vitest';
import { dueRequests } from '../../../src/core/workload/due-requests.ts';
import type { Scenarios } from '../../../src/core/workload/workload.ts';

const API = { target: 'api' };
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
    all_flags: at(7, 'allFlags'),
    single_flag: at(2, 'singleFlag'),
    cache_miss: at(1, 'cacheMiss'),
    observer: { ...at(10, 'observe'), tags: { target: 'redis' } },
  };
  expect(dueRequests(scenarios, 0)).toEqual({ requests: 3, missRequests: 1 });
  expect(dueRequests(scenarios, 3_000)).toEqual({ requests: 5, missRequests: 1 });
  // What is due at the very end is sent or not; when the load is over, no more comes.
  expect(dueRequests(scenarios, 60_000)).toEqual(dueRequests(scenarios, 4_000));
});

test('of requests in turn every tenth is a miss, from the fifth on', () => {
  const of = (elapsedMs: number) => dueRequests({ before: at(10, 'mixed', '0s', '1s') }, elapsedMs);
  expect(of(300)).toEqual({ requests: 4, missRequests: 0 });
  expect(of(400)).toEqual({ requests: 5, missRequests: 1 });
  expect(of(1_400)).toEqual({ requests: 15, missRequests: 2 });
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
  expect(dueRequests({ later: at(10, 'mixed', '5s', '1s') }, 4_900)).toEqual({ requests: 0, missRequests: 0 });
  expect(dueRequests({ ramp }, 10_000)).toEqual({ requests: 200, missRequests: 20 });
});
