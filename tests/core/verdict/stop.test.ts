import { expect, test } from 'vitest';
import type { SummaryData } from '../../../src/core/summary/summary-data.ts';
import { k6Thresholds } from '../../../src/core/verdict/k6-thresholds.ts';
import { crossedStop, layStops, loadLastedMs } from '../../../src/core/verdict/stop.ts';

const STOPS = layStops(
  [
    { id: 'slow', title: 'p95', scope: 'total', metric: 'http_req_duration', threshold: 'p(95)<250', delay: '5s' },
    {
      id: 'failed',
      title: 'failed',
      scope: 'each-scenario',
      metric: 'http_req_failed',
      threshold: 'rate<0.5',
      delay: '0s',
    },
  ],
  ['a', 'b'],
);

function summary(metric: string, threshold: string, ok: boolean, setup_data?: unknown): SummaryData {
  return {
    metrics: { [metric]: { type: 'rate', contains: 'default', values: {}, thresholds: { [threshold]: { ok } } } },
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 5_000 },
    setup_data,
  };
}

test('k6Thresholds() has the engine abort at each stop', () => {
  expect(k6Thresholds([], [], STOPS)).toEqual({
    'http_req_duration{target:api}': [{ threshold: 'p(95)<250', abortOnFail: true, delayAbortEval: '5s' }],
    'http_req_failed{scenario:a}': [{ threshold: 'rate<0.5', abortOnFail: true, delayAbortEval: '0s' }],
    'http_req_failed{scenario:b}': [{ threshold: 'rate<0.5', abortOnFail: true, delayAbortEval: '0s' }],
  });
});

test('crossedStop() names the stop that was crossed, and none that was not', () => {
  expect(crossedStop(STOPS, summary('http_req_failed{scenario:b}', 'rate<0.5', false))).toMatchObject({
    id: 'failed',
    scenario: 'b',
  });
  expect(crossedStop(STOPS, summary('http_req_failed{scenario:b}', 'rate<0.5', true))).toBeUndefined();
  expect(crossedStop(STOPS, summary('http_req_failed{scenario:b}', 'rate==0', false))).toBeUndefined();
});

test('loadLastedMs() leaves the time of setup() out', () => {
  expect(loadLastedMs(summary('x', 'y', true, { loadBeganMs: 1_200 }))).toBe(3_800);
  expect(loadLastedMs(summary('x', 'y', true))).toBe(5_000);
});
