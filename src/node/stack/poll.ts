import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats `attempt` until it resolves.
 * @throws the last error when `deadlineMs` have passed, or at once when `signal` is aborted.
 */
export async function poll<T>(attempt: () => Promise<T>, deadlineMs: number, signal: AbortSignal): Promise<T> {
  const endMs = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (performance.now() >= endMs) throw error;
      await sleep(20, undefined, { signal });
    }
  }
}
