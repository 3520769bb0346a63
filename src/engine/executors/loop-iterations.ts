import type { RunWindow } from './run-window.ts';
import type { ScenarioRuntime } from './scenario.ts';

interface Loops {
  readonly vus: number;
  /** Asked before each iteration, with the number of iterations that the VU has begun so far. */
  readonly mayStart: (begun: number) => boolean;
  readonly onIterationEnd?: () => void;
}

/** Runs iterations on so many VUs at the same time, each VU one after the other. */
export async function loopIterations(
  runtime: ScenarioRuntime,
  window: RunWindow,
  { vus, mayStart, onIterationEnd }: Loops,
): Promise<void> {
  const loop = async () => {
    const vu = await runtime.acquireVu('acquired');
    const forget = window.onInterrupt(() => vu.interrupt());
    for (let begun = 0; mayStart(begun); begun++) {
      await new Promise<boolean>((resolve) => vu.runIteration(resolve));
      onIterationEnd?.();
      // An iteration that waits for nothing would otherwise keep timers and I/O from their turn for ever.
      await runtime.clock.turn();
    }
    forget();
    vu.release();
  };
  await Promise.all(Array.from({ length: vus }, loop));
}
