import { isRecorded, type SampleTaker, type SeriesPart } from '../../core/series/series-recorder.ts';

const K6_POINT = '{"metric":"';

/**
 * Adds one line of an engine's output to the series: a sample of k6's NDJSON (`--out json`), or a part that the embedded
 * engine recorded itself (`--out series`). Lines about anything else are skipped before they cost anything.
 */
export function readSampleLine(line: string, recorder: SampleTaker): void {
  if (line.startsWith(K6_POINT)) {
    const metric = line.slice(K6_POINT.length, line.indexOf('"', K6_POINT.length));
    if (!isRecorded(metric)) return;
    const { data } = JSON.parse(line) as { data: { time: string; value: number; tags: Record<string, string> } };
    recorder.add({ metric, value: data.value, atMs: Date.parse(data.time), tags: data.tags });
  } else if (line.startsWith('{"beganAtMs"')) {
    recorder.merge(JSON.parse(line) as SeriesPart);
  }
}
