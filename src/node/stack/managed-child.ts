import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface ChildExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A child whose output goes to a file, and that somebody is answerable for stopping. */
export interface ManagedChild {
  readonly name: string;
  readonly process: ChildProcess;
  readonly exited: Promise<ChildExit>;
  /** The end of its output. */
  lastLines(): string[];
  /** Whether `end` or `stop` was called: its exit is no surprise. */
  readonly isUnwanted: boolean;
  /** Sends `signal` and resolves when the child is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Sends SIGTERM, after `graceMs` SIGKILL, and resolves when the child is gone. */
  stop(graceMs: number): Promise<void>;
}

export interface ChildOptions {
  name: string;
  command: string;
  args: string[];
  environment: NodeJS.ProcessEnv;
  logFile: string;
  /** Opens a message channel, which also tells the child when this process is gone. */
  hasChannel?: boolean;
}

/** Starts a child in a session of its own, so that Ctrl-C in the terminal does not reach it. */
export function startChild(options: ChildOptions): ManagedChild {
  const { name, command, args, environment, logFile, hasChannel = false } = options;
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    env: environment,
    detached: true,
    stdio: hasChannel ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
  });
  closeSync(log);

  const exited = new Promise<ChildExit>((resolve) => {
    // Not 'exit', which may come before its last message.
    child.once('close', (code, signal) => resolve({ code, signal }));
    // It could not be started at all.
    child.once('error', () => child.pid === undefined && resolve({ code: null, signal: null }));
  });
  let isUnwanted = false;
  async function end(signal: NodeJS.Signals): Promise<void> {
    isUnwanted = true;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    // A child that is halted takes no other signal.
    child.kill('SIGCONT');
    await exited;
  }
  return {
    name,
    process: child,
    exited,
    lastLines: () => readLastLines(logFile),
    get isUnwanted() {
      return isUnwanted;
    },
    end,
    async stop(graceMs) {
      const kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await end('SIGTERM');
      clearTimeout(kill);
    },
  };
}

/** At most ten lines of at most 4 KiB. */
function readLastLines(file: string): string[] {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(size, 4096));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    return tail.toString().trimEnd().split('\n').slice(-10);
  } finally {
    closeSync(descriptor);
  }
}

/** The first message of a child; rejects when it exits before, or says nothing for `timeoutMs`. */
export async function firstMessage<Message>(
  child: ManagedChild,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Message> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const [message] = await Promise.race([
      once(child.process, 'message', { signal: AbortSignal.any([signal, timeout]) }),
      child.exited.then(() => {
        throw new Error(`Cannot start the ${child.name}: ${child.lastLines().join('\n')}`);
      }),
    ]);
    return message as Message;
  } catch (error) {
    if (timeout.aborted) throw new Error(`Cannot start the ${child.name}: no answer within ${timeoutMs} ms`);
    throw error;
  }
}
