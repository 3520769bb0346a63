import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';

interface SamplePipe {
  /** What the engine opens to write to. */
  readonly path: string;
  /** Reads what is still in the pipe, and ends it. Call it when the writer is gone. */
  drain(): Promise<void>;
}

/**
 * Makes a named pipe and hands on each line that somebody writes into it. A pipe and no file: a run of hours takes no
 * room on the disk.
 */
export function openSamplePipe(path: string, onLine: (line: string) => void): SamplePipe {
  execFileSync('mkfifo', ['-m', '600', path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  // As long as we hold an end to write to, the reader sees no end of file, be the engine slow to open it or never.
  const writer = openSync(path, constants.O_WRONLY);
  const input = new Socket({ fd: reader, readable: true, writable: false });
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const ended = new Promise<void>((resolve) => lines.once('close', resolve));
  lines.on('line', onLine);
  return {
    path,
    async drain() {
      closeSync(writer);
      await ended;
    },
  };
}
