import { expect, test } from 'vitest';
import { exponentialHistogram } from '../../../src/core/otlp/exponential-histogram.ts';
import { otlpMetrics } from '../../../src/core/otlp/otlp-metrics.ts';
import { mark } from '../../../src/core/outage/marks.ts';
import { type LatencyHistogram, record } from '../../../src/core/series/latency-histogram.ts';
import { SeriesRecorder } from '../../../src/core/series/series-recorder.ts';
import { percentileOfBuckets } from '../../helpers/otlp-receiver.ts';

const BEGAN_MS = Date.UTC(2026, 0, 2);
const FIRST = { arrivedMs: null, sent: new Set<string>() };

/** What is sent `second` seconds after the load began, by the name of the metric. */
function send(
  recorder: SeriesRecorder,
  second: number,
  before: { arrivedMs: number | null; sent: Set<string>; isLast?: boolean } = FIRST,
) {
  const nowMs = BEGAN_MS + second * 1_000;
  const sending = otlpMetrics(recorder.snapshot(), [], { 'service.name': 'poolproof' }, { nowMs, ...before });
  const [of] = sending?.request.resourceMetrics ?? [];
  const metrics = new Map(of?.scopeMetrics[0]?.metrics.map((metric) => [metric.name, metric as unknown]));
  return { resource: of?.resource, metrics, next: { arrivedMs: nowMs, sent: new Set(sending?.counted) } };
}

function moment(second: number) {
  return { startTimeUnixNano: `${BEGAN_MS}000000`, timeUnixNano: `${BEGAN_MS + second * 1_000}000000` };
}

function adder(recorder: SeriesRecorder) {
  return (metric: string, value: number, second: number, tags = {}) =>
    recorder.add({
      metric,
      value,
      atMs: BEGAN_MS + second * 1_000,
      tags: { scenario: 'list', target: 'api', ...tags },
    });
}

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
  const sending = { nowMs: BEGAN_MS, ...FIRST };
  expect(otlpMetrics(new SeriesRecorder().snapshot(), [], {}, sending)).toBeUndefined();
});

test('otlpMetrics() has totals since the load began, the first of each after one of nothing', () => {
  const recorder = new SeriesRecorder();
  const add = adder(recorder);
  add('load_began', 10_000, 0);
  add('http_req_duration', 12, 1, { expected_response: 'true' });
  add('redis_keyspace_hits', 5, 1);
  const first = send(recorder, 5);
  expect(first.resource?.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'poolproof' } }]);
  expect(first.metrics.get('poolproof.http_reqs')).toMatchObject({
    sum: {
      isMonotonic: true,
      aggregationTemporality: 2,
      dataPoints: [
        { ...moment(0), asInt: '0' },
        { ...moment(5), asInt: '1' },
      ],
    },
  });
  expect(first.metrics.get('poolproof.http_req_duration')).toMatchObject({
    unit: 'ms',
    exponentialHistogram: { aggregationTemporality: 2, dataPoints: [{ count: '0' }, { count: '1', max: 12 }] },
  });
  add('http_req_duration', 3, 7, { expected_response: 'false', status: '503' });
  add('redis_keyspace_hits', 7, 7);
  const { metrics } = send(recorder, 10, first.next);
  expect(metrics.get('poolproof.http_reqs')).toMatchObject({ sum: { dataPoints: [{ ...moment(10), asInt: '2' }] } });
  expect(metrics.get('poolproof.redis_keyspace_hits')).toMatchObject({ sum: { dataPoints: [{ asDouble: 12 }] } });
  expect(metrics.get('poolproof.http_reqs_failed')).toMatchObject({
    sum: {
      dataPoints: [
        { ...moment(5), asInt: '0' },
        { ...moment(10), asInt: '1' },
      ],
    },
  });
});

test('otlpMetrics() has the peak of a level since the last time, and none that was not seen since', () => {
  const recorder = new SeriesRecorder();
  const add = adder(recorder);
  add('load_began', 60_000, 0);
  add('pool_waiting', 9, 1);
  add('pool_waiting', 4, 4);
  const first = send(recorder, 5);
  const level = (asDouble: number) => ({ gauge: { dataPoints: [{ asDouble }] } });
  expect(first.metrics.get('poolproof.pool_waiting')).toMatchObject(level(9));
  add('pool_waiting', 6, 7);
  add('pool_waiting', 2, 9);
  expect(send(recorder, 10, first.next).metrics.get('poolproof.pool_waiting')).toMatchObject(level(6));
  expect(send(recorder, 20, send(recorder, 15).next).metrics.has('poolproof.pool_waiting')).toBe(false);
});

test('otlpMetrics() has the time of a mark as a value', () => {
  const recorder = new SeriesRecorder();
  adder(recorder)('load_began', 60_000, 0);
  const marks = [mark('fault', BEGAN_MS + 1_234), mark('return', BEGAN_MS + 4_567)];
  const sending = otlpMetrics(recorder.snapshot(), marks, {}, { nowMs: BEGAN_MS + 5_000, ...FIRST });
  const point = (kind: string, label: string, asDouble: number) => ({
    ...moment(5),
    attributes: [
      { key: 'kind', value: { stringValue: kind } },
      { key: 'label', value: { stringValue: label } },
    ],
    asDouble,
  });
  expect(sending?.request.resourceMetrics[0]?.scopeMetrics[0]?.metrics).toMatchObject([
    {
      name: 'poolproof.mark_time',
      unit: 'ms',
      gauge: {
        dataPoints: [
          point('fault', 'Redis taken away', BEGAN_MS + 1_234),
          point('return', 'Redis back', BEGAN_MS + 4_567),
        ],
      },
    },
  ]);
});

test('otlpMetrics() has no metric without a point: nothing has failed yet, or nothing was sent', () => {
  const recorder = new SeriesRecorder();
  const add = adder(recorder);
  add('load_began', 10_000, 0);
  expect([...send(recorder, 0).metrics.keys()]).toEqual([]);
  add('http_req_duration', 12, 0, { expected_response: 'true' });
  expect([...send(recorder, 0).metrics.keys()]).toEqual([
    'poolproof.http_req_duration',
    'poolproof.http_reqs',
    'poolproof.dropped_iterations',
  ]);
});

test('the last metrics of a run say when it ended, and no others do', () => {
  const recorder = new SeriesRecorder();
  adder(recorder)('load_began', BEGAN_MS, 0);
  const first = send(recorder, 5);
  expect(first.metrics.has('poolproof.end_time')).toBe(false);
  const last = send(recorder, 7, { ...first.next, isLast: true });
  expect(last.metrics.get('poolproof.end_time')).toMatchObject({
    gauge: { dataPoints: [{ ...moment(7), asDouble: BEGAN_MS + 7_000 }] },
  });
});
