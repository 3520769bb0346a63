import { isRecorded, SeriesRecorder } from '../core/series/series-recorder.ts';
import type { TestRun } from './test-run.ts';

const PERIOD_MS = 1_000;

/** Where the run over time is written to. */
export interface SeriesOutput {
  write(line: string): void;
  /** Resolves when all is written. */
  close(): Promise<void>;
}

/**
 * Writes what was measured, a line of JSON each second: points of time to be merged with those of the lines before.
 *
 * @returns a function that ends it, with what is left
 */
export function startSeries(run: TestRun, output: SeriesOutput): () => Promise<void> {
  const recorder = new SeriesRecorder();
  run.registry.listen(isRecorded, (metric, value, { tags }) => {
    recorder.add({ metric, value, atMs: run.clock.epochNow(), tags });
  });
  const write = () => output.write(`${JSON.stringify(recorder.take())}\n`);
  const cancel = run.clock.every(PERIOD_MS, write);
  return () => {
    cancel();
    write();
    return output.close();
  };
}
