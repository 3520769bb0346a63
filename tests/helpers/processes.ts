import { existsSync, readFileSync } from 'node:fs';
import { vi } from 'vitest';

/** Whether /proc tells who started whom: Linux. */
export const canSeeProcesses: boolean = existsSync(`/proc/${process.pid}/task/${process.pid}/children`);

/** All processes that descend from one, by id. */
export function descendantsOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  const children = readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Resolves when every one of these processes has ended; fails after 15 s. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(
    () => {
      const alive = pids.filter(isRunning);
      if (alive.length > 0) throw new Error(`Still running: ${alive.join(', ')}`);
    },
    { timeout: 15_000, interval: 50 },
  );
}

function isRunning(pid: number): boolean {
  try {
    // A zombie has ended; only nobody has asked for its exit code yet.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
