import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { constants } from 'node:os';

/** Runs a command of the user; its end may be forced. */
export interface UserCommand {
  /** Resolves when it ended well. Rejects, saying how it ended, otherwise. */
  readonly done: Promise<void>;
  kill(): void;
}

/**
 * Runs `sh -c <command>` in a process group of its own, which Ctrl-C in the terminal does not reach.
 *
 * @param name of the variable that holds it
 * @param logFile gets what it prints
 */
export function runUserCommand(name: string, command: string, logFile: string, timeoutMs: number): UserCommand {
  const log = openSync(logFile, 'a');
  // Not the command itself, which may hold a password.
  writeSync(log, `$ ${name}\n`);
  const child = spawn('sh', ['-c', command], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let isTimedOut = false;
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  const timer = setTimeout(() => {
    isTimedOut = true;
    kill();
  }, timeoutMs);
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else if (isTimedOut) reject(new Error(`${name} took longer than ${timeoutMs / 1_000} s`));
      else
        reject(
          new Error(`${name} ended with ${code ?? 128 + constants.signals[signal ?? 'SIGKILL']}: ${lastLine(logFile)}`),
        );
    });
  });
  return { done, kill };
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
}
