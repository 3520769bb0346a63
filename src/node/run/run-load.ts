import { progressOf } from '../../core/series/progress.ts';
import type { Mark } from '../../core/series/series.ts';
import { maskUrlsIn } from '../../core/text/mask-urls-in.ts';
import { printable } from '../../core/text/printable.ts';
import { type OutageControl, openOutageControl } from '../outage/outage-control.ts';
import { outageMeans } from '../outage/outage-means.ts';
import { readBundleOutput } from '../result-files/write-results.ts';
import { fewFailures } from './few-failures.ts';
import { type ProgressDisplay, showProgress } from './show-progress.ts';
import { type EndedPart, neverBegun, type PartOptions, startPart } from './start-part.ts';
import { whyEnded } from './why-ended.ts';

interface LoadOptions extends PartOptions {
  /** Gets what commands of the user print. */
  readonly folder: string;
  /** Hears that Redis is taken away, and that it is back. */
  readonly onMark: (kind: Mark['kind']) => void;
  readonly say: (line: string) => void;
  readonly terminal: NodeJS.WriteStream | undefined;
  readonly signal: AbortSignal;
}

/** Runs the engine while the user sees how far it is, and the script can have Redis taken away. */
export async function runLoad(options: LoadOptions): Promise<EndedPart[]> {
  const { plan, stack, folder, parts, recorder, terminal, say, signal } = options;
  if (signal.aborted) return parts.map(neverBegun);
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
function whyStopped({ bundleOutput }: EndedPart): string | undefined {
  return readBundleOutput(bundleOutput)?.report.stoppedEarly;
}
