import type { VerdictStatus } from '../../core/verdict/verdict.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { isStop } from './why-ended.ts';

const CODE_OF_VERDICT: Readonly<Record<VerdictStatus, number>> = {
  healthy: EXIT_CODE.healthy,
  unhealthy: EXIT_CODE.unhealthy,
  'not-judged': EXIT_CODE.notJudged,
};

/**
 * An engine that ended in another way than by its thresholds has the last word; otherwise the verdict decides.
 *
 * @param isStopped whether the run ended at a threshold that it was looking for: the engine's 99 tells no more than that
 */
export function exitCodeOf(engineExitCode: number, verdict: VerdictStatus, isStopped = false): number {
  // An engine that is stopped before it listens for signals ends by the signal itself.
  if (isStop(engineExitCode)) return EXIT_CODE.interrupted;
  if (engineExitCode !== EXIT_CODE.healthy && engineExitCode !== EXIT_CODE.unhealthy) return engineExitCode;
  // A k6 that saw a threshold of a rule crossed is never overruled by us.
  return engineExitCode === EXIT_CODE.unhealthy && verdict === 'healthy' && !isStopped
    ? EXIT_CODE.unhealthy
    : CODE_OF_VERDICT[verdict];
}
