import { type SeriesRecorder, takenByEach } from '../../core/series/series-recorder.ts';
import type { Share } from '../../core/settings/share.ts';
import type { Engine } from '../engines/engine.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { OutageControl } from '../outage/outage-control.ts';
import { stackAddresses } from '../stack/stack-addresses.ts';
import type { Stack } from '../stack/start-stack.ts';
import type { RunPlan } from './plan-run.ts';
import { recordRun } from './record-run.ts';
import { errorOf } from './why-ended.ts';

/** A process of the engine, and what it measures. */
export interface LoadPart {
  /** Null where it sends all of the load. */
  readonly share: Share | null;
  readonly recorder: SeriesRecorder;
}

/** The load that it is a part of. */
export interface PartOptions {
  readonly plan: RunPlan;
  readonly engine: Engine;
  /** The local stack, if the load is on it. */
  readonly stack: Stack | undefined;
  /** Processes that share the load, or the one that sends it. */
  readonly parts: readonly LoadPart[];
  /** Takes what all of them measure. */
  readonly recorder: SeriesRecorder;
  readonly env: NodeJS.ProcessEnv;
}

/** How the engine ended, and what the bundle left. */
export interface EndedPart extends LoadPart {
  readonly engineExitCode: number;
  readonly bundleOutput: string;
  /** The last error in its log. */
  readonly lastError: string | undefined;
  /** When it ended, or was told to; milliseconds since 1970. */
  readonly endedAtMs: number;
  /** Whether it was told to. */
  readonly isStopped: boolean;
}

/** What did not begin, because the user had stopped it. */
export function neverBegun(part: LoadPart): EndedPart {
  return {
    ...part,
    engineExitCode: EXIT_CODE.interrupted,
    bundleOutput: '',
    lastError: undefined,
    endedAtMs: Date.now(),
    isStopped: true,
  };
}

/** A process that was started. */
interface PartUnderWay {
  readonly ended: Promise<EndedPart>;
  stop(): void;
}

/** Starts the engine on a part of the load. */
export function startPart(
  part: LoadPart,
  control: OutageControl | undefined,
  onLine: (line: string) => void,
  { plan, engine, stack, parts, recorder, env }: PartOptions,
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
