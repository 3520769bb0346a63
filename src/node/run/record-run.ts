import { join } from 'node:path';
import type { SampleTaker } from '../../core/series/series-recorder.ts';
import { LOAD_VARIABLES } from '../../core/settings/load-settings.ts';
import { withCloudOutput } from '../cloud/cloud-output.ts';
import type { Engine } from '../engines/engine.ts';
import { runEngine } from '../engines/run-engine.ts';
import { createRunFolder } from '../run-folder.ts';
import { followCpu } from '../samples/follow-cpu.ts';
import { readSampleLine } from '../samples/read-sample-line.ts';
import { openSamplePipe } from '../samples/sample-pipe.ts';

interface RecordedRun {
  /** k6's exit code; by then all samples were read. */
  readonly exitCode: Promise<number>;
  /** What the bundle left at the end, once the exit code is there; empty when it left nothing. */
  readonly bundleOutput: () => string;
  interrupt(): void;
}

interface RecordRunOptions {
  readonly engine: Engine;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly recorder: SampleTaker;
  /** Takes the lines that the engine logs. */
  readonly onEngineLine: (line: string) => void;
}

/** Runs the engine on a script and records its samples as they come. */
export function recordRun({ engine, script, env, recorder, onEngineLine }: RecordRunOptions): RecordedRun {
  const folder = createRunFolder();
  const path = join(folder.path, 'samples');
  const pipe = openSamplePipe(path, (line) => readSampleLine(line, recorder));
  // No file: the verdict must not depend on room on a disk.
  let bundleOutput = '';
  const outputPipe = openSamplePipe(join(folder.path, 'output'), (line) => {
    bundleOutput += line;
  });
  const output = engine.name === 'k6' ? `json=${path}` : `series=${path}`;
  const own = withCloudOutput(env);
  // The flag would take the place of the user's own outputs, and would show a password in one to everybody on the machine.
  const [flags, variables] = own.K6_OUT
    ? [[], { ...own, K6_OUT: `${output},${own.K6_OUT}` }]
    : [['--out', output], own];
  const withReport = { ...variables, ...bodyCap(env), REPORT_FILE: outputPipe.path };
  const run = runEngine(engine, {
    script,
    flags: ['--quiet', ...flags],
    env: withReport,
    onLogLine: onEngineLine,
  });
  const stopFollowing = followCpu(run.pid, (value) =>
    recorder.add({ metric: 'generator_cpu_share', value, atMs: Date.now(), tags: {} }),
  );
  const exitCode = run.exitCode.finally(async () => {
    stopFollowing();
    await Promise.all([pipe.drain(), outputPipe.drain()]);
    folder.remove();
  });
  return { exitCode, bundleOutput: () => bundleOutput, interrupt: run.interrupt };
}

/** k6 has no such cap, and does not read this. */
function bodyCap(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { name, fallback, parse } = LOAD_VARIABLES.mostBodyBytes;
  return { POOLPROOF_MAX_BODY_BYTES: `${parse(env[name] || fallback) ?? ''}` };
}
