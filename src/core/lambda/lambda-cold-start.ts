import type { Count } from '../units/count.ts';

/** How the function was made cold before the load, and what came of it. */
export interface LambdaColdStart {
  /** How all environments were made new. */
  readonly by: 'environment' | 'concurrency';
  /** Environments that were new in the run, by their REPORT lines. */
  readonly newEnvironments: Count;
}
