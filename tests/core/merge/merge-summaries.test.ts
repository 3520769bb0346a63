import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSummaries } from '../../../src/core/merge/merge-summaries.ts';
import { type LatencyHistogram, merged, record } from '../../../src/core/series/latency-histogram.ts';
import type { SummaryData, SummaryMetric } from '../../../src/core/summary/summary-data.ts';

const LATENCY = 'http_req_duration{expected_response:true,target:api}';

function summaryOf(metrics: Record<string, SummaryMetric>, durationMs = 1_000): SummaryData {
  return {
    metrics,
    root_group: { name: '', groups: [], checks: [{ name: 'status is 200', passes: 3, fails: 1 }] },
    state: { isStdOutTTY: false, testRunDurationMs: durationMs },
  };
}

function trend(values: readonly number[]): SummaryMetric {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
  const avg = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const [min, max] = [at(0), at(1)];
  const count = sorted.length;
  return {
    type: 'trend',
    contains: 'time',
    values: { min, avg, med: at(0.5), max, 'p(95)': at(0.95), 'p(99)': at(0.99), count },
  };
}

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram: LatencyHistogram = {};
  for (const value of values) record(histogram, value);
  return histogram;
}

test('mergeSummaries() adds counts, and tells rates and means of all', () => {
  const part = (count: number, passes: number): SummaryData =>
    summaryOf(
      {
        http_reqs: { type: 'counter', contains: 'default', values: { count, rate: count } },
        http_req_failed: { type: 'rate', contains: 'default', values: { rate: 0, passes, fails: count - passes } },
      },
      1_000 * passes,
    );
  const { metrics, root_group, state } = mergeSummaries([part(100, 1), part(300, 2)], {});
  expect(state.testRunDurationMs).toBe(2_000);
  expect(metrics.http_reqs?.values).toEqual({ count: 400, rate: 200 });
  expect(metrics.http_req_failed?.values).toEqual({ rate: 3 / 400, passes: 3, fails: 397 });
  expect(root_group.checks).toEqual([{ name: 'status is 200', passes: 6, fails: 2 }]);
});

test('percentiles of all come from their histogram, within half a percent, and least, most and mean are exact', () => {
  const latencies = fc.array(fc.double({ min: 0.1, max: 5_000, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(latencies, latencies, (one, other) => {
      const whole = trend([...one, ...other]).values;
      const histograms = { [LATENCY]: merged([histogramOf(one), histogramOf(other)]) };
      const parts = [one, other].map((values) => summaryOf({ [LATENCY]: trend(values) }));
      const values = mergeSummaries(parts as [SummaryData, SummaryData], histograms).metrics[LATENCY]?.values ?? {};
      for (const statistic of ['min', 'max', 'count']) expect(values[statistic]).toBe(whole[statistic]);
      expect(values.avg).toBeCloseTo(whole.avg ?? 0, 6);
      for (const statistic of ['med', 'p(95)', 'p(99)'])
        expect(Math.abs((values[statistic] ?? 0) / (whole[statistic] ?? 1) - 1)).toBeLessThan(0.0051);
    }),
  );
});

test('without a histogram of all, the highest percentile of any process stands for all: never too good', () => {
  const [one, other] = [
    [1, 2, 3],
    [100, 200, 300],
  ];
  const parts = [one, other].map((values) => summaryOf({ [LATENCY]: trend(values ?? []) })) as [
    SummaryData,
    SummaryData,
  ];
  expect(mergeSummaries(parts, {}).metrics[LATENCY]?.values['p(95)']).toBe(300);
  // One that misses samples is no better than none.
  expect(mergeSummaries(parts, { [LATENCY]: histogramOf([1, 2, 3]) }).metrics[LATENCY]?.values['p(95)']).toBe(300);
});

test('what one process measured alone stays as it was', () => {
  const gauge: SummaryMetric = { type: 'gauge', contains: 'default', values: { value: 3, min: 2, max: 4 } };
  const alone = trend([5, 6, 7]);
  const none: SummaryMetric = {
    ...alone,
    values: { min: 0, avg: 0, med: 0, max: 0, 'p(95)': 0, 'p(99)': 0, count: 0 },
  };
  const { metrics } = mergeSummaries([summaryOf({ redis: alone, gauge }), summaryOf({ redis: none })], {});
  expect(metrics.redis?.values).toEqual(alone.values);
  expect(metrics.gauge?.values).toEqual(gauge.values);
});

test('whether a threshold held in one process is not handed on', () => {
  const part = summaryOf({ http_reqs: { ...trend([1]), thresholds: { 'count>=1': { ok: false } } } });
  expect(mergeSummaries([part], {}).metrics.http_reqs).not.toHaveProperty('thresholds');
});
