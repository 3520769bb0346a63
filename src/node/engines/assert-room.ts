import { readFileSync } from 'node:fs';
import { availableMemory } from 'node:process';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import type { Engine } from './engine.ts';

/** Measured with 500 to 1200 VUs, idle and waiting, and a little above that. */
const MEMORY_MB = { k6: { perVu: 0.3, base: 100 }, embedded: { perVu: 0.08, base: 150 } } as const;
/** Beside a connection for each VU: scripts, pipes, Redis, outputs. */
const OTHER_FILES = 32;
/** From this share of what is free on, the user hears of it. */
const WARN_FROM = 0.7;

/** What a process on this machine may have. */
export interface Room {
  readonly memoryMb: number;
  /** Infinity where it cannot be told. */
  readonly files: number;
}

/** What is to find room. */
interface Crowd {
  /** The most VUs at a time, in all processes. */
  readonly vus: number;
  readonly processes: number;
}

/** The room that is left here, by the limits of the process and of its container. */
export function roomHere(): Room {
  return { memoryMb: availableMemory() / 1_048_576, files: mostOpenFiles() };
}

/**
 * Refuses a load whose VUs do not fit into memory, or need more connections than the process may open; says so in time
 * where memory becomes scarce.
 *
 * @throws UserError with the settings to change
 */
export function assertRoom({ name }: Engine, { vus, processes }: Crowd, room: Room, say: (line: string) => void): void {
  const needsMb = memoryNeededMb(name, vus, processes);
  const files = Math.ceil(vus / processes) + OTHER_FILES;
  const advice = 'Lower RATE, or REQUEST_TIMEOUT, which is how long a VU may have to wait for an answer';
  const refuse = (problem: string) => new UserError(`Cannot run ${vus} VUs: ${problem}`, EXIT_CODE.invalidSettings);
  if (files > room.files) {
    throw refuse(
      `each may need a connection, but this process may open only ${room.files} files. ${advice}; or raise the limit: ulimit -n ${files}`,
    );
  }
  const needs = `they need about ${inGb(needsMb)} of memory on ${name}, but only ${inGb(room.memoryMb)} is free here`;
  if (needsMb > room.memoryMb) throw refuse(`${needs}. ${advice}`);
  if (needsMb > WARN_FROM * room.memoryMb) say(`poolproof: memory may run short with ${vus} VUs: ${needs}. ${advice}`);
}

/** What an engine takes with so many VUs. */
export function memoryNeededMb(engine: Engine['name'], vus: number, processes = 1): number {
  const { perVu, base } = MEMORY_MB[engine];
  return processes * base + vus * perVu;
}

function inGb(mb: number): string {
  return `${(mb / 1_024).toFixed(1)} GB`;
}

/** The hard limit, up to which k6 and Node.js raise the soft one by themselves. */
function mostOpenFiles(): number {
  try {
    const [, hard] = /^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return hard === undefined ? Number.POSITIVE_INFINITY : Number(hard);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
