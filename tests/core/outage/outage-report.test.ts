import { expect, test } from 'vitest';
import { outagePlanOf, phaseAt } from '../../../src/core/outage/outage-plan.ts';
import { reportOutage } from '../../../src/core/outage/outage-report.ts';
import type { SummaryData } from '../../../src/core/summary/summary-data.ts';
import type { Arrivals } from '../../../src/core/workload/arrivals.ts';

const at = (startTime: string, duration: string, target: string) => ({
  executor: 'constant-arrival-rate' as const,
  rate: 10,
  timeUnit: '1s',
  preAllocatedVUs: 1,
  startTime,
  duration,
  tags: { target },
});

// In an order in which k6 may hand them on.
const SCENARIOS: Record<string, Arrivals & { tags: Record<string, string> }> = {
  recovery: at('20s', '5s', 'api'),
  fault: at('10s', '1s', 'control'),
  outage: at('10s', '10s', 'api'),
  after: at('25s', '10s', 'api'),
  recover: at('20s', '1s', 'control'),
  before: at('0s', '10s', 'api'),
};

function summary(values: Readonly<Record<string, Readonly<Record<string, number>>>>): SummaryData {
  const metrics = Object.entries(values).map(
    ([name, of]) => [name, { type: 'trend' as const, contains: 'time' as const, values: of }] as const,
  );
  return {
    metrics: Object.fromEntries(metrics),
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 35_000 },
  };
}

function report(values: Parameters<typeof summary>[0]) {
  const plan = outagePlanOf(SCENARIOS);
  if (plan === undefined) throw new Error('The scenarios have no outage');
  return reportOutage(plan, 50, summary({ 'http_req_duration{scenario:recover}': { count: 1, min: 400 }, ...values }));
}

test('the phases of a run are told apart by time, in whatever order they come', () => {
  const plan = outagePlanOf(SCENARIOS);
  if (plan === undefined) throw new Error('The scenarios have no outage');
  expect([0, 9_999, 10_000, 24_999, 25_000, 99_000].map((ms) => phaseAt(plan, ms))).toEqual([
    'before',
    'before',
    'outage',
    'recovery',
    'after',
    'after',
  ]);
  expect(plan).toMatchObject({ faultAtMs: 10_000, returnAtMs: 20_000, endMs: 35_000 });
});

test('a load that leaves Redis alone has no outage', () => {
  expect(outagePlanOf({ before: at('0s', '10s', 'api') })).toBeUndefined();
});

test('times after the return count from when Redis was back, not from the call for it', () => {
  const times = report({ redis_answered: { count: 9, min: 650 }, redis_api_connected: { count: 8, min: 1_150 } });
  expect(times).toMatchObject({ returnTookMs: 400, redisAnsweredMs: 250, apiConnectedMs: 750, apiRecoveredMs: 0 });
});

test('the API is as before after the last second that failed a request or was slow', () => {
  const bad = {
    'http_req_failed{since_return:1}': { passes: 1 },
    'http_req_duration{expected_response:true,since_return:3}': { 'p(95)': 50 },
  };
  expect(report(bad).apiRecoveredMs).toBe(3_600);
  expect(report({ ...bad, 'http_req_failed{since_return:14}': { passes: 2 } }).apiRecoveredMs).toBeNull();
});

test('the first trouble is the first request that failed or was slow; what is of no known kind is other', () => {
  const outage = report({
    'outage_trouble{how:failed}': { count: 3, min: 320 },
    'outage_trouble{how:slow}': { count: 2, min: 210 },
    'http_reqs{scenario:outage}': { count: 100 },
    'http_req_failed{scenario:outage}': { passes: 3 },
    'http_reqs{scenario:outage,status:503}': { count: 2 },
  });
  expect(outage).toMatchObject({ firstTroubleMs: 210, slowRequests: 2, errors: { 503: 2, other: 1 } });
});

test('fallbacks are counted from before the fault to after the return, and not guessed', () => {
  const requests = { 'http_reqs{scenario:outage}': { count: 100 } };
  const asked = { pool_observations: { count: 20 } };
  const told = { ...asked, 'pool_fallbacks{phase:before}': { max: 7 }, 'pool_fallbacks{phase:recovery}': { min: 97 } };
  expect(report({ ...requests, ...told }).fallbackShare).toBe(0.9);
  expect(report(requests).fallbackShare).toBeNull();
  // A gauge that nobody set reads 0.
  const zeros = { 'pool_fallbacks{phase:before}': { max: 0 }, 'pool_fallbacks{phase:recovery}': { min: 0 } };
  expect(report({ ...requests, ...zeros }).fallbackShare).toBeNull();
});

test('connections of our own are no storm', () => {
  const values = {
    redis_answered: { count: 9, min: 650 },
    'redis_connections_received{phase:recovery}': { count: 12 },
    'redis_commands{outcome:timeout,phase:outage}': { count: 5 },
  };
  expect(report(values).connectionsOpened).toBe(6);
  expect(report({}).connectionsOpened).toBeNull();
});
