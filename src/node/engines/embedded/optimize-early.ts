import { setFlagsFromString } from 'node:v8';
import type { Scenario } from './executors/scenario.ts';

// Measured at 50 to 2000 iterations per second: from here on a run costs less in all when it is optimized early.
const WORTH_ITERATIONS = 1_000;
// Bytes of bytecode that a function runs through before V8 optimizes it.
const EARLY_BUDGET = 10_000;
const DEFAULT_BUDGET = 67_584;

/**
 * Has V8 optimize the code of an iteration after some fifty of them instead of some hundreds, when the run is long
 * enough to get the price back: the first seconds of a run start in time and cost half. To be called before any of it
 * has run.
 *
 * @returns a function that has V8 take its usual time again
 */
export function optimizeEarly(
  scenarios: readonly Pick<Scenario, 'mostIterations'>[],
  setFlags: (flags: string) => void = setFlagsFromString,
): () => void {
  const iterations = scenarios.reduce((sum, { mostIterations }) => sum + mostIterations, 0);
  if (iterations < WORTH_ITERATIONS) return () => {};
  setFlags(`--interrupt-budget=${EARLY_BUDGET}`);
  return () => setFlags(`--interrupt-budget=${DEFAULT_BUDGET}`);
}
