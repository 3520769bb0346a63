import { expect, test } from 'vitest';
import { percentileOf } from '../../../src/core/series/latency-histogram.ts';
import { type Sample, SeriesRecorder } from '../../../src/core/series/series-recorder.ts';

const BEGAN_AT_MS = 1_700_000_000_000;
const ANSWERED = { target: 'api', scenario: 'lists', expected_response: 'true', status: '200' };

function sample(metric: string, atMs: number, value: number, tags: Sample['tags'] = {}): Sample {
  return { metric, value, atMs: BEGAN_AT_MS + atMs, tags };
}

function recorderWith(...samples: readonly Sample[]): SeriesRecorder {
  const recorder = new SeriesRecorder();
  for (const one of [sample('load_began', 0, 5), ...samples]) recorder.add(one);
  return recorder;
}

function trafficAt(recorder: SeriesRecorder, index: number, scenario = 'lists') {
  return new Map(recorder.snapshot().bins).get(index)?.scenarios[scenario];
}

test('a request counts where it ended, and was under way wherever it lasted', () => {
  const recorder = recorderWith(sample('http_req_duration', 2_250, 1_500, ANSWERED));
  expect(trafficAt(recorder, 0)).toMatchObject({ requests: 0, busyMs: 250 });
  expect(trafficAt(recorder, 1)).toMatchObject({ requests: 0, busyMs: 1_000 });
  expect(trafficAt(recorder, 2)).toMatchObject({ requests: 1, busyMs: 250, maxMs: 1_500 });
});

test('failed requests are told by kind, and have no part in latency', () => {
  const failed = (tags: Sample['tags']) =>
    sample('http_req_duration', 10, 3_000, { target: 'api', scenario: 'lists', expected_response: 'false', ...tags });
  const recorder = recorderWith(
    failed({ status: '503' }),
    failed({ status: '503' }),
    failed({ status: '0', error_code: '1050' }),
    failed({ status: '0', error_code: '1212' }),
    failed({ status: '0', error_code: '1599' }),
    sample('http_req_duration', 20, 7, ANSWERED),
  );
  const traffic = trafficAt(recorder, 0);
  expect(traffic).toMatchObject({ requests: 6, failed: 5, maxMs: 7 });
  expect(traffic?.errors).toEqual({ 'status 503': 2, 'timed out': 1, refused: 1, 'error 1599': 1 });
  expect(percentileOf(traffic?.latency ?? {}, 1)).toBeCloseTo(7, 1);
});

test('requests before the load, to other targets and of no scenario are left out', () => {
  const recorder = new SeriesRecorder();
  recorder.add(sample('http_req_duration', -500, 4, ANSWERED));
  expect(recorder.snapshot()).toEqual({ beganAtMs: null, plannedMs: null, intervalMs: 1_000, bins: [] });
  recorder.add(sample('load_began', 0, 5));
  recorder.add(sample('http_req_duration', 5, 4, { ...ANSWERED, target: 'pool' }));
  recorder.add(sample('http_req_duration', 5, 4, { target: 'api', expected_response: 'true' }));
  recorder.add(sample('http_req_waiting', 5, 4, ANSWERED));
  expect(recorder.snapshot().bins).toEqual([]);
});

test('of what is observed the peak counts, and of counters the sum', () => {
  const recorder = recorderWith(
    sample('redis_api_connections', 100, 4),
    sample('redis_api_connections', 300, 9),
    sample('redis_api_connections', 500, 6),
    sample('redis_keyspace_hits', 100, 40),
    sample('redis_keyspace_hits', 500, 2),
    sample('iteration_start_delay', 100, 3, { target: 'api' }),
    sample('iteration_start_delay', 100, 800, { target: 'redis' }),
  );
  expect(recorder.snapshot().bins).toEqual([
    [0, { scenarios: {}, observed: { redis_api_connections: 9, redis_keyspace_hits: 42, iteration_start_delay: 3 } }],
  ]);
});

test('dropped iterations count where they were dropped, though k6 tells only their scenario', () => {
  const recorder = recorderWith(sample('dropped_iterations', 1_500, 3, { scenario: 'lists' }));
  expect(trafficAt(recorder, 1)).toMatchObject({ dropped: 3, requests: 0 });
});

test('a run of any length fits into 900 points and loses no request', () => {
  const hours = 5;
  const recorder = recorderWith();
  for (let second = 0; second < hours * 3_600; second += 1) {
    recorder.add(sample('http_req_duration', second * 1_000 + 500, 10, ANSWERED));
  }
  const { bins, intervalMs } = recorder.snapshot();
  expect(intervalMs).toBe(32_000);
  expect(bins.length).toBeLessThanOrEqual(900);
  expect(bins.reduce((sum, [, { scenarios }]) => sum + (scenarios.lists?.requests ?? 0), 0)).toBe(hours * 3_600);
  expect(bins.reduce((sum, [, { scenarios }]) => sum + (scenarios.lists?.busyMs ?? 0), 0)).toBe(hours * 36_000);
});

test('parts that are taken each second and merged are what one recorder saw', () => {
  const whole = recorderWith();
  const writer = recorderWith();
  const reader = new SeriesRecorder();
  for (let at = 0; at < 2_000; at += 1) {
    const one = sample('http_req_duration', at * 700, 1 + (at % 90) * 30, ANSWERED);
    whole.add(one);
    writer.add(one);
    if (at % 10 === 0) reader.merge(JSON.parse(JSON.stringify(writer.take())));
  }
  reader.merge(writer.take());
  // Times in flight are added in another order.
  const rounded = (recorder: SeriesRecorder) =>
    JSON.parse(JSON.stringify(recorder.snapshot()), (key, value) => (key === 'busyMs' ? Math.round(value) : value));
  expect(rounded(reader)).toEqual(rounded(whole));
});

test('a scenario may have the name of what every object inherits', () => {
  const recorder = recorderWith(
    sample('dropped_iterations', 10, 2, { scenario: '__proto__' }),
    sample('dropped_iterations', 20, 3, { scenario: 'constructor' }),
  );
  const merged = new SeriesRecorder();
  merged.merge(recorder.take());
  const scenarios = new Map(merged.snapshot().bins).get(0)?.scenarios ?? {};
  expect(Object.entries(scenarios).map(([name, { dropped }]) => [name, dropped])).toEqual([
    ['__proto__', 2],
    ['constructor', 3],
  ]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
