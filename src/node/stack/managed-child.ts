import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type ProcessEnd, startProcess } from '../processes/start-process.ts';

/** A child whose output goes to a file, and that somebody is answerable for stopping. */
export interface ManagedChild {
  readonly name: string;
  readonly process: ChildProcess;
  readonly exited: Promise<ProcessEnd>;
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
  /** The program and its arguments. */
  command: readonly string[];
  environment: NodeJS.ProcessEnv;
  logFile: string;
  /** Opens a message channel, which also tells the child when this process is gone. */
  hasChannel?: boolean;
  /** Whether it is killed when this process is. */
  diesWithUs?: boolean;
}

/** Starts a child in a session of its own, so that Ctrl-C in the terminal does not reach it. */
export function startChild(options: ChildOptions): ManagedChild {
  const { name, command, environment, logFile, hasChannel = false, diesWithUs = false } = options;
  const started = startProcess({
    command,
    env: environment,
    stdio: ['ignore', 'log', 'log', ...(hasChannel ? (['ipc'] as const) : [])],
    logFile,
    diesWithUs,
  });
  let isUnwanted = false;
  async function end(signal: NodeJS.Signals): Promise<void> {
    isUnwanted = true;
    started.signal(signal);
    // A child that is halted takes no other signal.
    started.signal('SIGCONT');
    await started.closed;
  }
  return {
    name,
    process: started.child,
    // Not before its last message was read.
    exited: started.closed,
    lastLines: started.lastLines,
    get isUnwanted() {
      return isUnwanted;
    },
    end,
    async stop(graceMs) {
      const kill = setTimeout(() => started.signal('SIGKILL'), graceMs);
      await end('SIGTERM');
      clearTimeout(kill);
    },
  };
}

/** That a child ended at its start, how, and what it said last, in a line. */
export function failedStart(what: string, child: ManagedChild, end: ProcessEnd): Error {
  const how = end.error?.message ?? `it ended ${end.signal === null ? `with ${end.code}` : `by ${end.signal}`}`;
  return new Error(`Cannot start ${what}: ${how}: ${child.lastLines().at(-1) || 'it said nothing'}`);
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
      child.exited.then((end) => {
        throw failedStart(`the ${child.name}`, child, end);
      }),
    ]);
    return message as Message;
  } catch (error) {
    if (timeout.aborted) throw new Error(`Cannot start the ${child.name}: no answer within ${timeoutMs} ms`);
    throw error;
  }
}
