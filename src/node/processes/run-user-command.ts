import { startShell } from './run-shell.ts';
import { exitNumberOf } from './start-process.ts';

/** Runs a command of the user; its end may be forced. */
export interface UserCommand {
  /** Resolves when it ended well. Rejects, saying how it ended, otherwise. */
  readonly done: Promise<void>;
  /** Ends it at once, with all that it started. */
  kill(): void;
}

interface UserCommandOptions {
  /** Gets what it prints. */
  readonly logFile: string;
  readonly timeoutMs: number;
  /** Ours when not given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Aborted: it is ended at once. */
  readonly signal?: AbortSignal;
}

/**
 * Runs `sh -c <command>` in a process group of its own, which Ctrl-C in the terminal does not reach.
 *
 * @param name of the variable that holds it
 */
export function runUserCommand(name: string, command: string, options: UserCommandOptions): UserCommand {
  const { timeoutMs, signal, ...place } = options;
  // Not the command itself, which may hold a password.
  const shell = startShell(command, { ...place, logHead: `$ ${name}\n` });
  return { done: waitFor(), kill: shell.kill };

  async function waitFor(): Promise<void> {
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      shell.kill();
    }, timeoutMs);
    signal?.addEventListener('abort', shell.kill, { once: true });
    if (signal?.aborted) shell.kill();
    const end = await shell.exited;
    signal?.removeEventListener('abort', shell.kill);
    clearTimeout(timer);
    if (end.error !== undefined) throw end.error;
    if (end.code === 0) return;
    if (isTimedOut) throw new Error(`${name} took longer than ${timeoutMs / 1_000} s`);
    throw new Error(`${name} ended with ${exitNumberOf(end)}: ${shell.lastLine()}`);
  }
}
