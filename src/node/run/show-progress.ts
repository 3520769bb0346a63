import { MultiBar } from 'cli-progress';
import { progressBar, progressText } from '../../core/render/progress-text.ts';
import { type Progress, progressOf } from '../../core/series/progress.ts';
import type { SeriesRecorder } from '../../core/series/series-recorder.ts';

/** What a user sees while a run goes on. */
export interface ProgressDisplay {
  /** Prints a line without breaking the bar. */
  readonly say: (line: string) => void;
  /** Takes what the engine logs, so that it does not break the bar either; undefined where there is none. */
  readonly onEngineLine: ((line: string) => void) | undefined;
  /** Ends it; the bar goes. */
  stop(): void;
}

interface ProgressOptions {
  /** Where a bar may be drawn; undefined when there is no terminal. */
  readonly terminal: NodeJS.WriteStream | undefined;
  readonly say: (line: string) => void;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
}

const PERIOD_MS = 1_000;
const LINE_EVERY_MS = 5_000;
const DRAWN_PER_SECOND = 4;

/** Shows how far a run is: a bar on a terminal, else a line every five seconds. */
export function showProgress(recorder: SeriesRecorder, options: ProgressOptions): ProgressDisplay {
  const { terminal, say, signal } = options;
  return terminal === undefined ? showLines(recorder, say) : showBar(recorder, { terminal, say, signal });
}

function showLines(recorder: SeriesRecorder, say: (line: string) => void): ProgressDisplay {
  let nextMs = 0;
  const timer = setInterval(() => {
    const progress = progressOf(recorder.snapshot(), Date.now());
    if (progress === null || progress.elapsedMs < nextMs) return;
    say(`poolproof: running ${progressText(progress)}`);
    nextMs = (Math.floor(progress.elapsedMs / LINE_EVERY_MS) + 1) * LINE_EVERY_MS;
  }, PERIOD_MS);
  return { say, onEngineLine: undefined, stop: () => clearInterval(timer) };
}

function showBar(
  recorder: SeriesRecorder,
  { terminal, say, signal }: ProgressOptions & { readonly terminal: NodeJS.WriteStream },
): ProgressDisplay {
  let progress: Progress | null = null;
  const text = (columns: number): string => {
    if (signal.aborted) return 'stopping'.slice(0, columns - 1);
    return progress === null ? 'preparing' : progressBar(progress, columns);
  };
  const bars = new MultiBar({
    stream: terminal,
    format: () => text(terminal.columns || 80),
    fps: DRAWN_PER_SECOND,
    // A line that was printed above has taken the place of the bar.
    forceRedraw: true,
    clearOnComplete: true,
    // The text is cut here: a terminal whose wrapping is switched off would stay so after a crash.
    linewrap: true,
  });
  bars.create(1, 0);
  const timer = setInterval(() => {
    progress = progressOf(recorder.snapshot(), Date.now());
  }, PERIOD_MS);
  let print = (line: string): void => bars.log(`${line}\n`);
  return {
    say: (line) => print(line),
    onEngineLine: (line) => print(line),
    stop() {
      clearInterval(timer);
      print = say;
      // Lines that wait are printed when the bar is drawn, and it is drawn no more.
      bars.update();
      bars.stop();
    },
  };
}
