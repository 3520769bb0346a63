import { formatDurationMs } from '../core/units/duration.ts';
import type { Scenario } from './executors/scenario.ts';
import type { TestRun } from './test-run.ts';

const TERMINAL_PERIOD_MS = 1_000;
const PLAIN_PERIOD_MS = 5_000;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Tells how far the run is: on a terminal one line that is written anew each second, else a line every 5 s.
 *
 * @returns A function that ends it.
 */
export function startProgress(
  run: TestRun,
  scenarios: readonly Scenario[],
  isTerminal: boolean,
  write: (text: string) => void,
): () => void {
  for (const { name, description } of scenarios) write(`scenario ${name}: ${description}\n`);
  const total = formatDurationMs(
    Math.max(
      0,
      ...scenarios.map(({ startTimeMs, steps, gracefulStopMs }) => {
        return startTimeMs + Math.max(0, (steps.at(-1)?.offsetMs ?? 0) - gracefulStopMs);
      }),
    ),
  );
  const print = () => {
    const { completed, interrupted, activeVus, initializedVus, dropped } = run.counts;
    const elapsed = formatDurationMs(Math.floor(run.durationMs / 1_000) * 1_000);
    const line = `running ${elapsed} of ${total}, ${completed} iterations complete, ${interrupted} interrupted, ${dropped} dropped, ${activeVus} of ${initializedVus} VUs`;
    write(isTerminal ? `${CLEAR_LINE}${line}` : `${line}\n`);
  };
  const cancel = run.clock.every(isTerminal ? TERMINAL_PERIOD_MS : PLAIN_PERIOD_MS, print);
  return () => {
    cancel();
    print();
    if (isTerminal) write('\n');
  };
}
