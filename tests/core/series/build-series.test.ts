import { expect, test } from 'vitest';
import { buildSeries } from '../../../src/core/series/build-series.ts';
import { SeriesRecorder } from '../../../src/core/series/series-recorder.ts';
import type { Scenarios } from '../../../src/core/workload/workload.ts';

const API = { target: 'api' };
const WORKLOAD: Scenarios = {
  steady: {
    executor: 'constant-arrival-rate',
    rate: 20,
    timeUnit: '1s',
    duration: '2s',
    startTime: '1s',
    preAllocatedVUs: 5,
    tags: API,
  },
  rising: {
    executor: 'ramping-arrival-rate',
    startRate: 0,
    timeUnit: '1s',
    stages: [{ target: 30, duration: '3s' }],
    preAllocatedVUs: 5,
    tags: API,
  },
  observer: {
    executor: 'constant-arrival-rate',
    rate: 1,
    timeUnit: '1s',
    duration: '3s',
    preAllocatedVUs: 1,
    tags: { target: 'redis' },
  },
};

function recorded(...endsMs: readonly number[]) {
  const recorder = new SeriesRecorder();
  recorder.add({ metric: 'load_began', value: 0, atMs: 1_000_000, tags: {} });
  for (const endMs of endsMs) {
    recorder.add({
      metric: 'http_req_duration',
      value: 8,
      atMs: 1_000_000 + endMs,
      tags: { ...API, scenario: 'steady', expected_response: 'true' },
    });
  }
  return recorder;
}

test('each point has what was planned in it, also of a rate that rises', () => {
  const series = buildSeries(recorded(2_500).snapshot(), WORKLOAD, []);
  expect(series?.points).toBe(3);
  expect(series?.scenarios.steady?.planned).toEqual([0, 20, 20]);
  expect(series?.scenarios.rising?.planned).toEqual([5, 15, 25]);
  expect(series?.api.planned).toEqual([5, 35, 45]);
  expect(series?.scenarios.observer).toBeUndefined();
});

test('a point without an answer has no latency, and is not taken for a fast one', () => {
  const series = buildSeries(recorded(1_200, 3_100).snapshot(), WORKLOAD, []);
  expect(series?.api.requests).toEqual([0, 1, 0, 1]);
  expect(series?.api.latencyMs.p95.map((p95) => p95 && Math.round(p95))).toEqual([null, 8, null, 8]);
  expect(series?.api.latencyMs.max).toEqual([null, 8, null, 8]);
  expect(series?.observed).toEqual({});
});

test('what was dropped of requests to the API counts in total, and of the observer does not', () => {
  const recorder = recorded(500);
  for (const [scenario, value] of Object.entries({ steady: 3, rising: 2, observer: 9 })) {
    recorder.add({ metric: 'dropped_iterations', value, atMs: 1_000_100, tags: { scenario } });
  }
  const series = buildSeries(recorder.snapshot(), WORKLOAD, []);
  expect(series?.api.dropped).toEqual([5]);
  expect(series?.scenarios.steady?.dropped).toEqual([3]);
});

test('a load that never began has no series', () => {
  expect(buildSeries(new SeriesRecorder().snapshot(), WORKLOAD, [])).toBeNull();
  expect(buildSeries(recorded().snapshot(), WORKLOAD, [])).toBeNull();
});

test('no percentile of a point is above its slowest request', () => {
  for (let ms = 1; ms < 40; ms += 1) {
    const recorder = recorded();
    const tags = { ...API, scenario: 'steady', expected_response: 'true' };
    recorder.add({ metric: 'http_req_duration', value: ms, atMs: 1_000_500, tags });
    const latencyMs = buildSeries(recorder.snapshot(), WORKLOAD, [])?.api.latencyMs;
    expect(latencyMs?.max[0]).toBe(ms);
    expect(latencyMs?.p99[0]).toBeLessThanOrEqual(ms);
  }
});
