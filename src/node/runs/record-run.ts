import { join } from 'node:path';
import type { SeriesRecorder } from '../../core/series/series-recorder.ts';
import type { Engine } from '../engines/engine.ts';
import { runEngine } from '../engines/run-engine.ts';
import { createRunFolder } from '../run-folder.ts';
import { followCpu } from '../series/follow-cpu.ts';
import { readSampleLine } from '../series/read-sample-line.ts';
import { openSamplePipe } from '../series/sample-pipe.ts';

export interface RecordedRun {
  /** k6's exit code; by then all samples were read. */
  readonly exitCode: Promise<number>;
  interrupt(): void;
}

/**
 * Runs the engine on a script and records its samples as they come.
 *
 * @param onEngineLine takes the lines that the engine logs
 */
export function recordRun(
  engine: Engine,
  script: string,
  env: NodeJS.ProcessEnv,
  recorder: SeriesRecorder,
  onEngineLine: (line: string) => void,
): RecordedRun {
  const folder = createRunFolder();
  const path = join(folder.path, 'samples');
  const pipe = openSamplePipe(path, (line) => readSampleLine(line, recorder));
  const output = engine.name === 'k6' ? `json=${path}` : `series=${path}`;
  // The flag would take the place of the user's own outputs, and would show a password in one to everybody on the machine.
  const [flags, variables] = env.K6_OUT
    ? [[], { ...env, K6_OUT: `${output},${env.K6_OUT}` }]
    : [['--out', output], env];
  const run = runEngine(engine, script, ['--quiet', ...flags], variables, onEngineLine);
  const stopFollowing = followCpu(run.pid, (value) =>
    recorder.add({ metric: 'generator_cpu_share', value, atMs: Date.now(), tags: {} }),
  );
  const exitCode = run.exitCode.finally(async () => {
    stopFollowing();
    await pipe.drain();
    folder.remove();
  });
  return { exitCode, interrupt: run.interrupt };
}
