import type { RunWindow } from './run-window.ts';
import type { ScenarioRuntime } from './scenario.ts';

/**
 * Runs iterations on so many VUs at the same time, each VU one after the other.
 *
 * @param mayStart Asked before each iteration, with the number of iterations that the VU has begun so far.
 */
export async function loopIterations(
  runtime: ScenarioRuntime,
  window: RunWindow,
  vus: number,
  mayStart: (begun: number) => boolean,
  onIterationEnd: () => void = () => {},
): Promise<void> {
  const loop = async () => {
    const vu = await runtime.acquireVu('acquired');
    const forget = window.onInterrupt(() => vu.interrupt());
    for (let begun = 0; mayStart(begun); begun++) {
      await new Promise<boolean>((resolve) => vu.runIteration(resolve));
      onIterationEnd();
      // An iteration that waits for nothing would otherwise keep timers and I/O from their turn for ever.
      await runtime.clock.turn();
    }
    forget();
    vu.release();
  };
  await Promise.all(Array.from({ length: vus }, loop));
}
