import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { printable } from '../../core/text/printable.ts';

/** What is read of a log, however long it is: its end. */
const TAIL_BYTES = 64 * 1024;
const LINES_KEPT = 10;
const MOST_CHARACTERS = 500;
const LOOK_EVERY_MS = 100;

/** Opens a log to append to; undefined if that fails: a command still runs when the disk is full. */
export function openLog(file: string): number | undefined {
  try {
    return openSync(file, 'a');
  } catch {
    return undefined;
  }
}

/** Writes a line of ours; it is lost where there is no room. */
export function writeToLog(descriptor: number | undefined, text: string): void {
  try {
    if (descriptor !== undefined) writeSync(descriptor, text);
  } catch {
    // What the log is about goes on.
  }
}

/**
 * Keeps a log short that others append to: when it grows beyond `mostBytes`, only its end stays.
 *
 * @returns a function that looks once more, and ends it
 */
export function keepShort(file: string, mostBytes: number): () => void {
  const timer = setInterval(() => shorten(file, mostBytes), LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    shorten(file, mostBytes);
  };
}

/** The last lines of a log, at most ten, of its last 64 KB; none where there is no such file. */
export function readLastLines(file: string): string[] {
  const tail = withFile(file, constants.O_RDONLY, readTail);
  return tail?.toString().trimEnd().split('\n').slice(-LINES_KEPT).map(cut) ?? [];
}

/** The last line of a log, or that there is none. */
export function readLastLine(file: string): string {
  return readLastLines(file).at(-1) || 'it said nothing';
}

function cut(line: string): string {
  return printable(line.length > MOST_CHARACTERS ? `…${line.slice(-MOST_CHARACTERS)}` : line);
}

function shorten(file: string, mostBytes: number): void {
  withFile(file, constants.O_RDWR | constants.O_APPEND, (descriptor) => {
    const { size } = fstatSync(descriptor);
    if (size <= mostBytes) return;
    const tail = readTail(descriptor);
    ftruncateSync(descriptor);
    writeSync(descriptor, `… ${size - tail.length} bytes left out\n`);
    writeSync(descriptor, tail);
  });
}

function readTail(descriptor: number): Buffer {
  const { size } = fstatSync(descriptor);
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  return tail.subarray(0, readSync(descriptor, tail, 0, tail.length, size - tail.length));
}

/** undefined when the file is gone, or cannot be used. */
function withFile<Value>(file: string, flags: number, use: (descriptor: number) => Value): Value | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, flags);
    return use(descriptor);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
