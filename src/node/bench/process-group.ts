import { readdirSync, readFileSync } from 'node:fs';

const KIBIBYTE = 1_024;
const NANOSECONDS_PER_MS = 1e6;

/** Living processes of a group. Linux only: it reads /proc. */
export function processesOfGroup(groupId: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => groupOf(pid) === groupId);
}

/** The processor time that processes have taken so far, user and system, in milliseconds. */
export function cpuMsOf(pids: readonly number[]): number {
  let nanoseconds = 0;
  for (const pid of pids) {
    for (const task of list(`/proc/${pid}/task`)) {
      // The first figure is the time on a processor, exact to the nanosecond; that of `stat` counts ticks of 10 ms.
      nanoseconds += Number.parseInt(read(`/proc/${pid}/task/${task}/schedstat`), 10) || 0;
    }
  }
  return nanoseconds / NANOSECONDS_PER_MS;
}

/** The most memory that processes have had resident, each at its own peak, in bytes. */
export function peakMemoryOf(pids: readonly number[]): number {
  return pids
    .map((pid) => Number(/^VmHWM:\s*(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * KIBIBYTE)
    .reduce((sum, bytes) => sum + bytes, 0);
}

function groupOf(pid: number): number {
  // What follows the name, which stands in brackets and may hold anything: state, parent, group.
  const [, , group] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(group);
}

/** Empty when the process is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
