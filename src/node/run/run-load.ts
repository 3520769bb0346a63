import type { SeriesRecorder } from '../../core/series/series-recorder.ts';
import { maskUrlsIn } from '../../core/text/mask-urls-in.ts';
import { printable } from '../../core/text/printable.ts';
import type { Engine } from '../engines/engine.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { stackAddresses } from '../stack/stack-addresses.ts';
import type { Stack } from '../stack/start-stack.ts';
import { fewFailures } from './few-failures.ts';
import { type OutageControl, openOutageControl } from './outage-control.ts';
import { outageMeans } from './outage-means.ts';
import type { RunPlan } from './plan-run.ts';
import { recordRun } from './record-run.ts';
import { type ProgressDisplay, showProgress } from './show-progress.ts';
import { errorOf } from './why-ended.ts';

export interface LoadOptions {
  readonly plan: RunPlan;
  readonly engine: Engine;
  /** The local stack, if the load is on it. */
  readonly stack: Stack | undefined;
  /** Gets what commands of the user print. */
  readonly folder: string;
  readonly recorder: SeriesRecorder;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly terminal: NodeJS.WriteStream | undefined;
  readonly signal: AbortSignal;
}

/** How the engine ended, and what the bundle left. */
export interface LoadEnd {
  readonly engineExitCode: number;
  readonly bundleOutput: string;
  /** The last error in its log. */
  readonly lastError: string | undefined;
  /** When it ended, or was told to; milliseconds since 1970. */
  readonly endedAtMs: number;
}

/** Runs the engine while the user sees how far it is, and the script can have Redis taken away. */
export async function runLoad(options: LoadOptions): Promise<LoadEnd> {
  const { plan, stack, folder, recorder, terminal, say, signal } = options;
  if (signal.aborted)
    return { engineExitCode: EXIT_CODE.interrupted, bundleOutput: '', lastError: undefined, endedAtMs: Date.now() };
  const display = showProgress(recorder, { terminal, say, signal });
  try {
    const means = plan.outage && outageMeans(plan.outage, plan.settings, stack, folder);
    const control = means && (await openOutageControl(means, display.say));
    try {
      return await runEngineUnder(control, display, options);
    } finally {
      await control?.close();
    }
  } finally {
    display.stop();
  }
}

async function runEngineUnder(
  control: OutageControl | undefined,
  display: ProgressDisplay,
  { plan, engine, stack, recorder, env, signal }: LoadOptions,
): Promise<LoadEnd> {
  const print = display.onEngineLine ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const log = fewFailures((line) => print(printable(maskUrlsIn(line))));
  let lastError: string | undefined;
  let stoppedAtMs: number | undefined;
  const run = recordRun({
    engine,
    script: plan.script,
    env: {
      ...env,
      ...(stack && stackAddresses(stack, env)),
      ...(control && { CONTROL_URL: control.url }),
      ...(plan.settings.caFile !== '' && { SSL_CERT_FILE: plan.settings.caFile }),
    },
    recorder,
    onEngineLine(line) {
      lastError = errorOf(line) ?? lastError;
      log.onLine(line);
    },
  });
  const stop = (): void => {
    stoppedAtMs = Date.now();
    run.interrupt();
    control?.cancel();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  stack?.onChildExit(({ name, lastLines }) => {
    display.say(`poolproof: ${name} of the local stack ended during the run: ${lastLines.at(-1) || 'it said nothing'}`);
  });
  try {
    const engineExitCode = await run.exitCode;
    return { engineExitCode, bundleOutput: run.bundleOutput(), lastError, endedAtMs: stoppedAtMs ?? Date.now() };
  } finally {
    log.close();
    signal.removeEventListener('abort', stop);
  }
}
