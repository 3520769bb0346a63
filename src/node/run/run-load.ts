import { progressOf } from '../../core/series/progress.ts';
import type { Mark } from '../../core/series/series.ts';
import { type SeriesRecorder, takenByEach } from '../../core/series/series-recorder.ts';
import type { Share } from '../../core/settings/share.ts';
import { maskUrlsIn } from '../../core/text/mask-urls-in.ts';
import { printable } from '../../core/text/printable.ts';
import type { Engine } from '../engines/engine.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { type OutageControl, openOutageControl } from '../outage/outage-control.ts';
import { outageMeans } from '../outage/outage-means.ts';
import { readBundleOutput } from '../result-files/write-results.ts';
import { stackAddresses } from '../stack/stack-addresses.ts';
import type { Stack } from '../stack/start-stack.ts';
import { fewFailures } from './few-failures.ts';
import type { RunPlan } from './plan-run.ts';
import { recordRun } from './record-run.ts';
import { type ProgressDisplay, showProgress } from './show-progress.ts';
import { errorOf, whyEnded } from './why-ended.ts';

/** A process of the engine, and what it measures. */
export interface LoadPart {
  /** Null where it sends all of the load. */
  readonly share: Share | null;
  readonly recorder: SeriesRecorder;
}

interface LoadOptions {
  readonly plan: RunPlan;
  readonly engine: Engine;
  /** The local stack, if the load is on it. */
  readonly stack: Stack | undefined;
  /** Gets what commands of the user print. */
  readonly folder: string;
  /** Processes that share the load, or the one that sends it. */
  readonly parts: readonly LoadPart[];
  /** Takes what all of them measure. */
  readonly recorder: SeriesRecorder;
  /** Hears that Redis is taken away, and that it is back. */
  readonly onMark: (kind: Mark['kind']) => void;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly terminal: NodeJS.WriteStream | undefined;
  readonly signal: AbortSignal;
}

/** How an engine ended, and what the bundle left. */
interface LoadEnd {
  readonly engineExitCode: number;
  readonly bundleOutput: string;
  /** The last error in its log. */
  readonly lastError: string | undefined;
  /** When it ended, or was told to; milliseconds since 1970. */
  readonly endedAtMs: number;
  /** Whether it was told to. */
  readonly isStopped: boolean;
}

/** A process of the engine that has ended. */
export type EndedPart = LoadEnd & LoadPart;

/** Runs the engine while the user sees how far it is, and the script can have Redis taken away. */
export async function runLoad(options: LoadOptions): Promise<EndedPart[]> {
  const { plan, stack, folder, parts, recorder, terminal, say, signal } = options;
  if (signal.aborted) return parts.map((part) => ({ ...part, ...neverBegun() }));
  const display = showProgress(recorder, { terminal, say, signal });
  try {
    const means = plan.outage && outageMeans(plan.outage, plan.settings, stack, folder);
    const control = means && (await openOutageControl(means, display.say, options.onMark));
    try {
      return await runEnginesUnder(control, display, options);
    } finally {
      await control?.close();
    }
  } finally {
    display.stop();
  }
}

function neverBegun(): LoadEnd {
  return {
    engineExitCode: EXIT_CODE.interrupted,
    bundleOutput: '',
    lastError: undefined,
    endedAtMs: Date.now(),
    isStopped: true,
  };
}

async function runEnginesUnder(
  control: OutageControl | undefined,
  display: ProgressDisplay,
  options: LoadOptions,
): Promise<EndedPart[]> {
  const { parts, stack, signal } = options;
  const print = display.onEngineLine ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const log = fewFailures((line) => print(printable(maskUrlsIn(line))));
  const runs = parts.map((part) => startPart(part, control, log.onLine, options));
  const stop = (): void => {
    for (const run of runs) run.stop();
    control?.cancel();
  };
  // Without its share the load is no longer the one that was planned.
  const endWith = (end: EndedPart): void => {
    const { share, recorder, isStopped, endedAtMs } = end;
    if (isStopped || share === null) return;
    const why = whyEnded({ ...end, progress: progressOf(recorder.snapshot(), endedAtMs) }) ?? whyStopped(end);
    if (why === undefined) return;
    display.say(`poolproof: share ${share.number} of ${share.of} has ended: ${why}. The others are stopped`);
    stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  stack?.onChildExit(({ name, lastLines }) => {
    display.say(`poolproof: ${name} of the local stack ended during the run: ${lastLines.at(-1) || 'it said nothing'}`);
  });
  try {
    return await Promise.all(
      runs.map(async ({ ended }) => {
        const end = await ended;
        if (parts.length > 1) endWith(end);
        return end;
      }),
    );
  } finally {
    log.close();
    signal.removeEventListener('abort', stop);
  }
}

/** Where STOP_EARLY ended a share: what is lost for it is lost for all. */
function whyStopped({ bundleOutput }: LoadEnd): string | undefined {
  return readBundleOutput(bundleOutput)?.report.stoppedEarly;
}

interface PartUnderWay {
  readonly ended: Promise<EndedPart>;
  stop(): void;
}

function startPart(
  part: LoadPart,
  control: OutageControl | undefined,
  onLine: (line: string) => void,
  { plan, engine, stack, parts, recorder, env }: LoadOptions,
): PartUnderWay {
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
      SHARE: part.share === null ? '' : `${part.share.number}/${part.share.of}`,
      SHARES: '',
      LIMITS: plan.scriptLimits,
    },
    recorder: parts.length > 1 ? takenByEach([part.recorder, recorder]) : recorder,
    onEngineLine(line) {
      lastError = errorOf(line) ?? lastError;
      onLine(line);
    },
  });
  const endOf = (engineExitCode: number): EndedPart => ({
    ...part,
    engineExitCode,
    bundleOutput: run.bundleOutput(),
    lastError,
    endedAtMs: stoppedAtMs ?? Date.now(),
    isStopped: stoppedAtMs !== undefined,
  });
  return {
    ended: run.exitCode.then(endOf),
    stop() {
      stoppedAtMs ??= Date.now();
      run.interrupt();
    },
  };
}
