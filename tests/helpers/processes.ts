import { spawnSync } from 'node:child_process';
import { vi } from 'vitest';

/** Whether processes can be listed: there is a `ps`. */
export const canSeeProcesses: boolean = spawnSync('ps', ['-o', 'pid=', '-p', String(process.pid)]).status === 0;

/** The pids of all living processes below `pid`; zombies do not count, nor does the program that looks. */
export function descendantsOf(pid: number): number[] {
  const ps = spawnSync('ps', ['-Ao', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  const lines = ps.stdout.trim().split('\n');
  const processes = lines.map((line) => {
    const [child = '', parent = '', state = ''] = line.trim().split(/\s+/);
    return { child: Number(child), parent: Number(parent), isZombie: state.startsWith('Z') };
  });
  const below = (ancestor: number): number[] =>
    processes
      .filter(({ child, parent, isZombie }) => parent === ancestor && !isZombie && child !== ps.pid)
      .flatMap(({ child }) => [child, ...below(child)]);
  return below(pid);
}

/** Resolves to all living processes below `pid` when there are `least` of them; fails after 45 s. */
export async function untilBelow(pid: number, least: number): Promise<number[]> {
  return vi.waitFor(
    () => {
      const below = descendantsOf(pid);
      if (below.length < least) throw new Error(`${below.length} processes of ${least}`);
      return below;
    },
    { timeout: 45_000, interval: 50 },
  );
}

/** Whether a process lives. A zombie does not: only nobody has asked for its exit code yet. */
export function isRunning(pid: number): boolean {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && !stdout.startsWith('Z');
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
