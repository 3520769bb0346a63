import { assertNoLostSuspension } from './coroutine.ts';
import { takeRefusal } from './go-error.ts';

/**
 * A safety net for the end of an iteration: throws if what the script did is not what it would have done on k6, because it
 * used something that this engine leaves out, or a blocking call did not wait.
 */
export function assertTrustworthy(): void {
  const refusal = takeRefusal();
  if (refusal !== undefined) throw new Error(`Cannot trust this run: ${refusal.message}`);
  assertNoLostSuspension();
}
