import { expect, test } from 'vitest';
import { buildEvidence } from '../../../src/core/evidence/evidence.ts';
import { HTTP_EVIDENCE_METRICS } from '../../../src/core/evidence/http-evidence.ts';
import { reportedMetrics } from '../../../src/core/result/reported-metrics.ts';
import type { SummaryData, SummaryMetric } from '../../../src/core/summary/summary-data.ts';

const PLAN = {
  scenarios: [{ name: 'a', ratePerSecond: 50, startMs: 0, durationMs: 10_000, plannedRequests: 500 }],
  expectedMaxConnections: 10,
  observeEveryMs: 1_000,
  rules: [],
};

function summary(metrics: Record<string, SummaryMetric>, setupData?: unknown): SummaryData {
  return {
    metrics,
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 10_000 },
    setup_data: setupData,
  };
}

const counter = (count: number): SummaryMetric => ({
  type: 'counter',
  contains: 'default',
  values: { count, rate: 0 },
});
const gauge = (value: number, min = value, max = value): SummaryMetric => ({
  type: 'gauge',
  contains: 'default',
  values: { value, min, max },
});
const trend = (values: Record<string, number>): SummaryMetric => ({ type: 'trend', contains: 'time', values });

test('buildEvidence() takes nothing measured for unknown, and not for 0', () => {
  const evidence = buildEvidence(
    summary({ 'http_req_duration{cache:warm,expected_response:true}': trend({ count: 0, med: 0, 'p(95)': 0 }) }),
    PLAN,
  );
  expect(evidence.warmP95Ms).toBeNull();
  expect(evidence.connectionsMax).toBeNull();
  expect(evidence.warmHitShare).toBeNull();
  expect(evidence.warmKeys).toBeNull();
  expect(evidence.connectionsRejected).toBeNull();
  expect(evidence.requests).toBe(0);
});

test('buildEvidence() counts requests in flight by Little’s law', () => {
  const { requestsInFlight } = buildEvidence(
    summary({
      'http_reqs{target:api}': counter(500),
      'http_req_duration{target:api}': trend({ count: 500, avg: 20 }),
    }),
    PLAN,
  );
  // 50 requests a second at 20 ms each.
  expect(requestsInFlight).toBe(1);
});

test('buildEvidence() keeps a counted 0 apart from what was not counted', () => {
  const evidence = buildEvidence(summary({ redis_connections_rejected: counter(0) }), PLAN);
  expect(evidence.connectionsRejected).toBe(0);
});

test('buildEvidence() counts what the pool did during the load only', () => {
  const evidence = buildEvidence(summary({ pool_fallbacks: gauge(130, 100, 130) }), PLAN);
  expect(evidence.poolFallbacks).toBe(30);
});

test('buildEvidence() takes recovery from the return of Redis to the last request that went wrong', () => {
  const at = (lastFailureMs: number) =>
    buildEvidence(summary({ redis_back_at: gauge(4_000), api_failed_at: gauge(0, 0, lastFailureMs) }), PLAN).recoveryMs;
  expect(at(4_600)).toBe(600);
  expect(at(3_900)).toBe(0);
  expect(buildEvidence(summary({}), PLAN).recoveryMs).toBeNull();
});

test('buildEvidence() knows how many keys the warm requests ask for', () => {
  expect(buildEvidence(summary({}, { asked: { path: '/', aloneMs: 4, paths: 3 } }), PLAN).warmKeys).toBe(3);
});

test('the submetrics of the evidence are asked of the engine', () => {
  expect(reportedMetrics(['a'])).toEqual(expect.arrayContaining([...HTTP_EVIDENCE_METRICS]));
});

test('buildEvidence() knows no connections of the API once some may have been of others', () => {
  const connectionsOf = (unattributed: number) => {
    const { connectionsMin, connectionsMedian, connectionsMax, connectionsPerMinute } = buildEvidence(
      summary({
        redis_api_connections: trend({ count: 5, min: 3, med: 4, max: 6 }),
        redis_api_connections_per_minute: gauge(12),
        redis_unattributed_open: gauge(0, 0, unattributed),
      }),
      PLAN,
    );
    return [connectionsMin, connectionsMedian, connectionsMax, connectionsPerMinute];
  };
  expect(connectionsOf(0)).toEqual([3, 4, 6, 12]);
  expect(connectionsOf(16)).toEqual([null, null, null, null]);
});
