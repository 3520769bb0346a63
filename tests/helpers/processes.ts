import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { vi } from 'vitest';

/** Whether processes can be listed: there is a /proc. */
export const canSeeProcesses: boolean = existsSync('/proc/self/stat');

/** What the system tells of a process; undefined when there is none. A zombie is none: only nobody has asked for its exit code yet. */
function processOf(pid: number): { readonly pid: number; readonly parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may be any text.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : { pid, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** The pids of all living processes below `pid`. */
export function descendantsOf(pid: number): number[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name)) ?? []);
  const below = (ancestor: number): number[] =>
    processes.filter(({ parent }) => parent === ancestor).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(pid);
}

/** Resolves to all living processes below `pid` when there are `least` of them; fails after a minute. */
export async function untilBelow(pid: number, least: number): Promise<number[]> {
  return vi.waitFor(
    () => {
      const below = descendantsOf(pid);
      if (below.length < least) throw new Error(`${below.length} processes of ${least}`);
      return below;
    },
    { timeout: 60_000, interval: 50 },
  );
}

/** Whether a process lives. */
export function isRunning(pid: number): boolean {
  return processOf(pid) !== undefined;
}

/** Resolves when every one of these processes has ended; fails after a minute. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(
    () => {
      const alive = pids.filter(isRunning);
      if (alive.length > 0) throw new Error(`Still running: ${alive.join(', ')}`);
    },
    { timeout: 60_000, interval: 50 },
  );
}
