import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { monotonicMs } from './monotonic-ms.ts';

/** The kernel counts processor time in hundredths of a second, whatever its own clock (USER_HZ). */
const TICK_MS = 10;

/**
 * Begins to watch what else this machine does: the function tells which share of its processor time others have taken
 * since, other than this process and the children it has waited for. 0 to 1.
 */
export function watchOtherWork(): () => number {
  const begin = look();
  return () => {
    const end = look();
    const others = end.busyMs - begin.busyMs - (end.ownMs - begin.ownMs);
    return Math.max(0, others / ((end.nowMs - begin.nowMs) * availableParallelism()));
  };
}

function look(): { nowMs: number; busyMs: number; ownMs: number } {
  // user, nice, system, idle, iowait, irq, softirq, steal
  const [user, nice, system, , , irq, softirq, steal] = figures(/^cpu +(.*)$/m.exec(read('/proc/stat'))?.[1]);
  // What follows the name in brackets, from the 14th figure on: user, system, and those of children.
  const own = figures(read('/proc/self/stat').replace(/^.*\) /s, '')).slice(11, 15);
  return {
    nowMs: monotonicMs(),
    busyMs: sum([user, nice, system, irq, softirq, steal]) * TICK_MS,
    ownMs: sum(own) * TICK_MS,
  };
}

function figures(text = ''): number[] {
  return text.trim().split(/\s+/).map(Number);
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
