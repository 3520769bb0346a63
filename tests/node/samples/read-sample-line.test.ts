import { expect, test } from 'vitest';
import { SeriesRecorder } from '../../../src/core/series/series-recorder.ts';
import { readSampleLine } from '../../../src/node/samples/read-sample-line.ts';

function point(metric: string, time: string, value: number, tags: object = {}): string {
  return JSON.stringify({ metric, type: 'Point', data: { time, value, tags } });
}

test('reads samples as k6 writes them, with nanoseconds and a time zone', () => {
  const recorder = new SeriesRecorder();
  readSampleLine(point('load_began', '2026-11-23T20:45:12.484511716Z', 40), recorder);
  readSampleLine(
    '{"type":"Metric","data":{"name":"http_req_duration","type":"trend"},"metric":"http_req_duration"}',
    recorder,
  );
  readSampleLine(
    point('http_req_duration', '2026-11-23T21:45:13.984511716+01:00', 12, {
      target: 'api',
      scenario: 'lists',
      expected_response: 'true',
    }),
    recorder,
  );
  expect(recorder.beganAtMs).toBe(Date.parse('2026-11-23T20:45:12.484Z'));
  expect(recorder.snapshot().bins.map(([index]) => index)).toEqual([1]);
});

test('a line that is cut off or about something else is no sample', () => {
  const recorder = new SeriesRecorder();
  readSampleLine(point('load_began', '2026-11-23T20:45:12Z', 40), recorder);
  for (const line of ['', 'k6 says hello', point('http_reqs', '2026-11-23T20:45:12Z', 1), '{"metric":"data_sent","ty'])
    readSampleLine(line, recorder);
  expect(recorder.snapshot().bins).toEqual([]);
});
