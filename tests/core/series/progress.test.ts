import { expect, test } from 'vitest';
import { progressBar, progressText } from '../../../src/core/render/progress-text.ts';
import { progressOf } from '../../../src/core/series/progress.ts';
import { SeriesRecorder } from '../../../src/core/series/series-recorder.ts';

const BEGAN = 1_000_000;

/** A run of 10 requests a second, one of which in each second fails, 40 ms each, as it is after `seconds`. */
function runFor(seconds: number): SeriesRecorder {
  const recorder = new SeriesRecorder();
  recorder.add({ metric: 'load_began', value: 30_500, atMs: BEGAN, tags: {} });
  for (let index = 0; index < seconds * 10; index += 1) {
    recorder.add({
      metric: 'http_req_duration',
      value: 40,
      atMs: BEGAN + index * 100 + 50,
      tags: { target: 'api', scenario: 'a', expected_response: index % 10 === 0 ? 'false' : 'true', status: '503' },
    });
  }
  return recorder;
}

test('progressOf() knows nothing before the load began', () => {
  expect(progressOf(new SeriesRecorder().snapshot(), BEGAN)).toBeNull();
});

test('progressOf() tells the time by the plan, the present by the last seconds, and the rest by all', () => {
  const progress = progressOf(runFor(12).snapshot(), BEGAN + 12_400);
  expect(progress).toMatchObject({ elapsedMs: 12_400, plannedMs: 30_500, failedRequests: 12 });
  expect(progress?.recent?.ratePerSecond).toBeCloseTo(10);
  expect(progress?.recent?.inFlight).toBeCloseTo(0.4);
  expect(progress?.p95Ms).toBeCloseTo(40, 0);
});

test('progressOf() forgets a burst of which five seconds have passed, but not what failed in it', () => {
  const progress = progressOf(runFor(3).snapshot(), BEGAN + 20_000);
  expect(progress).toMatchObject({ recent: { ratePerSecond: 0, inFlight: 0 }, failedRequests: 3 });
});

test('progressOf() stops at the end of the plan, whatever the end of the run takes', () => {
  expect(progressOf(runFor(3).snapshot(), BEGAN + 40_000)?.elapsedMs).toBe(30_500);
});

test('a part that another recorder took tells how long the load is to last', () => {
  const recorder = new SeriesRecorder();
  recorder.merge(structuredClone(runFor(1).take()));
  expect(progressOf(recorder.snapshot(), BEGAN + 500)).toMatchObject({ plannedMs: 30_500, recent: null });
});

const PROGRESS = {
  elapsedMs: 75_900,
  plannedMs: 150_500,
  recent: { ratePerSecond: 49.8, inFlight: 12.3 },
  failedRequests: 2,
  p95Ms: 4.831,
};

test('progressText() has time, rate, requests in flight, failures and p95', () => {
  expect(progressText(PROGRESS)).toBe('1m15s of 2m30s  50/s  12 in flight  2 failed  p95 4.83 ms');
  expect(progressText({ ...PROGRESS, recent: null, p95Ms: null })).toBe('1m15s of 2m30s  2 failed');
});

test.each([30, 60, 80, 200])('progressBar() leaves room for ^C in %i columns', (columns) => {
  const line = progressBar(PROGRESS, columns);
  expect(line.length).toBeLessThanOrEqual(columns - 3);
  expect(line).toContain('1m15s of 2m30s');
  const bar = /^[█░]*/.exec(line)?.[0] ?? '';
  if (columns <= 60) expect(bar).toBe('');
  else expect(bar.indexOf('░') / bar.length).toBeCloseTo(0.5, 1);
});
