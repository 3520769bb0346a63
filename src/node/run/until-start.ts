import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

/** Later than that, a process is no part of the load that the others send. */
const MOST_LATE_MS = 2_000;

/** @throws UserError when the time at which all processes are to start is over */
export function assertInTime(startAtMs: number, nowMs: number): void {
  if (startAtMs === 0 || nowMs - startAtMs <= MOST_LATE_MS) return;
  const late = Math.round((nowMs - startAtMs) / 1_000);
  throw new UserError(
    `START_AT="${new Date(startAtMs).toISOString()}" was ${late} s ago: this process would send its load when the others have begun. Give a time to come`,
    EXIT_CODE.invalidSettings,
  );
}

/** Waits for the time at which all processes start that share a run; 0 for at once. */
export async function untilStart(startAtMs: number, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  assertInTime(startAtMs, Date.now());
  const leftMs = startAtMs - Date.now();
  if (leftMs <= 0) return;
  say(`poolproof: starting at ${new Date(startAtMs).toISOString()}, in ${Math.ceil(leftMs / 1_000)} s`);
  // Aborted: the user wants to stop, which those who run the load see by themselves.
  await sleep(leftMs, undefined, { signal }).catch(() => {});
}
