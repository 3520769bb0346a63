import { readdirSync, readFileSync } from 'node:fs';

const KIBIBYTE = 1_024;
const NANOSECONDS_PER_MS = 1e6;

/** Living processes of a group. Linux only: it reads /proc. Nobody may ask for the exit code of one that has ended. */
export function processesOfGroup(groupId: number): number[] {
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isLivingMember(pid, groupId));
}

/** Sends a signal to all of a group. @returns whether there was anybody left to send it to */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-groupId, signal);
  } catch {
    return false;
  }
}

/** Whether somebody of a group lives. */
export function isGroupAlive(groupId: number): boolean {
  return signalGroup(groupId, 0) && (process.platform !== 'linux' || processesOfGroup(groupId).length > 0);
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

function isLivingMember(pid: number, groupId: number): boolean {
  // What follows the name, which stands in brackets and may hold anything.
  const [state, , group] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(group) === groupId && state !== 'Z';
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
