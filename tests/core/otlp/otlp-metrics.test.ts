import { expect, test } from 'vitest';
import { exponentialHistogram } from '../../../src/core/otlp/exponential-histogram.ts';
import { otlpMetrics } from '../../../src/core/otlp/otlp-metrics.ts';
import { type LatencyHistogram, record } from '../../../src/core/series/latency-histogram.ts';
import { SeriesRecorder } from '../../../src/core/series/series-recorder.ts';
import { percentileOfBuckets } from '../../helpers/otlp-receiver.ts';

const BEGAN_MS = Date.UTC(2026, 0, 2);

test('exponentialHistogram() keeps every time, and percentiles within 1.6 %', () => {
  const histogram: LatencyHistogram = {};
  const times = Array.from({ length: 1_000 }, (_, index) => 0.3 * 1.01 ** index);
  for (const ms of times) record(histogram, ms);
  const converted = exponentialHistogram(histogram);
  expect(converted.count).toBe('1000');
  expect(converted.positive.bucketCounts.reduce((sum, count) => sum + Number(count), 0)).toBe(1_000);
  const sum = times.reduce((total, ms) => total + ms, 0);
  expect(converted.sum / sum).toBeCloseTo(1, 2);
  for (const q of [0.5, 0.95, 0.99]) {
    const exact = times[Math.ceil(q * times.length) - 1] ?? Number.NaN;
    expect(Math.abs(percentileOfBuckets(converted, q) / exact - 1)).toBeLessThan(0.016);
  }
});

test('exponentialHistogram() of no times is empty', () => {
  expect(exponentialHistogram({})).toMatchObject({
    count: '0',
    sum: 0,
    zeroCount: '0',
    positive: { bucketCounts: [] },
  });
});

test('otlpMetrics() is nothing before the load began', () => {
  expect(otlpMetrics(new SeriesRecorder().snapshot(), {}, BEGAN_MS)).toBeUndefined();
});

test('otlpMetrics() has totals since the load began, and the newest level', () => {
  const recorder = new SeriesRecorder();
  const add = (metric: string, value: number, second: number, tags = {}) =>
    recorder.add({
      metric,
      value,
      atMs: BEGAN_MS + second * 1_000,
      tags: { scenario: 'list', target: 'api', ...tags },
    });
  add('load_began', 10_000, 0);
  add('http_req_duration', 12, 1, { expected_response: 'true' });
  add('http_req_duration', 3, 2, { expected_response: 'false', status: '503' });
  add('redis_keyspace_hits', 5, 1);
  add('redis_keyspace_hits', 7, 2);
  add('redis_api_connections', 9, 1);
  add('redis_api_connections', 4, 2);
  const body = otlpMetrics(recorder.snapshot(), { 'service.name': 'poolproof' }, BEGAN_MS + 3_000);
  const [of] = body?.resourceMetrics ?? [];
  expect(of?.resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'poolproof' } }]);
  const metrics = new Map(of?.scopeMetrics[0]?.metrics.map((metric) => [metric.name, metric as unknown]));
  const moment = { startTimeUnixNano: `${BEGAN_MS}000000`, timeUnixNano: `${BEGAN_MS + 3_000}000000` };
  expect(metrics.get('poolproof.http_reqs')).toMatchObject({
    sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: [{ ...moment, asInt: '2' }] },
  });
  expect(metrics.get('poolproof.http_reqs_failed')).toMatchObject({ sum: { dataPoints: [{ asInt: '1' }] } });
  expect(metrics.get('poolproof.http_req_duration')).toMatchObject({
    unit: 'ms',
    exponentialHistogram: { aggregationTemporality: 2, dataPoints: [{ count: '1', max: 12 }] },
  });
  expect(metrics.get('poolproof.redis_keyspace_hits')).toMatchObject({ sum: { dataPoints: [{ asDouble: 12 }] } });
  expect(metrics.get('poolproof.redis_api_connections')).toMatchObject({ gauge: { dataPoints: [{ asDouble: 4 }] } });
});

test('otlpMetrics() has no metric without a point: nothing has failed yet, or nothing was sent', () => {
  const recorder = new SeriesRecorder();
  const add = (metric: string, value: number) =>
    recorder.add({
      metric,
      value,
      atMs: BEGAN_MS,
      tags: { scenario: 'list', target: 'api', expected_response: 'true' },
    });
  const names = () =>
    otlpMetrics(recorder.snapshot(), {}, BEGAN_MS)?.resourceMetrics[0]?.scopeMetrics[0]?.metrics.map(
      ({ name }) => name,
    );
  add('load_began', 10_000);
  expect(names()).toEqual([]);
  add('http_req_duration', 12);
  expect(names()).toEqual(['poolproof.http_req_duration', 'poolproof.http_reqs', 'poolproof.dropped_iterations']);
});
