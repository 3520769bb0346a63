import { readFileSync } from 'node:fs';

const PERIOD_MS = 1_000;
/** Linux counts in hundredths of a second (USER_HZ) on every architecture that Node.js runs on. */
const MS_PER_TICK = 10;

/**
 * Tells once a second what share of a core a process used since the last time, 1 for all of it. Only Linux tells this of
 * another process; elsewhere nothing is told.
 *
 * @returns a function that ends it
 */
export function followCpu(pid: number, onShare: (share: number) => void): () => void {
  let before = { atMs: performance.now(), usedMs: usedCpuMs(pid) ?? 0 };
  const timer = setInterval(() => {
    const usedMs = usedCpuMs(pid);
    if (usedMs === undefined) return;
    const atMs = performance.now();
    onShare((usedMs - before.usedMs) / (atMs - before.atMs));
    before = { atMs, usedMs };
  }, PERIOD_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** CPU time of a process so far; undefined where the system does not tell or the process is gone. */
function usedCpuMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, a name in parentheses, may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}
