import { execFileSync, spawnSync } from 'node:child_process';

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

/** Whether a process lives; a zombie does not. */
export function isRunning(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}
