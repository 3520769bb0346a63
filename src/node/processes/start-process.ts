// The one place where processes are started, ended and waited for.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { dieWithParent } from './die-with-parent.ts';
import { isGroupAlive, signalGroup } from './process-group.ts';
import { keepShort, openLog, readLastLine, readLastLines, writeToLog } from './process-log.ts';

const LOOK_AGAIN_MS = 20;

export interface ProcessOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What it is given beside; `log` stands for the log. */
  readonly stdio: readonly ('ignore' | 'inherit' | 'pipe' | 'ipc' | 'log')[];
  /** The file that `log` stands for; it is appended to. */
  readonly logFile?: string;
  /** The first line of the log. */
  readonly logHead?: string;
  /** Of a longer log only the end is kept. */
  readonly mostLogBytes?: number;
  /** Whether the system kills it when we are killed, where it can (Linux). */
  readonly diesWithUs?: boolean;
  /** Whether it notices our end and has things to put in order then: it is never killed for us. */
  readonly endsInOrder?: boolean;
  /** Of messages on its channel. */
  readonly serialization?: 'json' | 'advanced';
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started at all. */
  readonly error?: Error;
}

export interface StartedProcess {
  /** For its pipes and its channel. */
  readonly child: ChildProcess;
  /** Resolves when it ended, whoever may still hold its pipes. Never rejects. */
  readonly exited: Promise<ProcessEnd>;
  /** Resolves when it ended and all that it wrote into pipes and channel was read. Never rejects. */
  readonly closed: Promise<ProcessEnd>;
  readonly isRunning: boolean;
  /** Sends a signal to the process alone. */
  signal(name: NodeJS.Signals): void;
  /** Ends it at once, with all that it started and that stayed in its group. */
  kill(): void;
  /** Asks all of its group to end, kills what is left after `graceMs`, and resolves when nobody is left. */
  stop(graceMs: number): Promise<void>;
  lastLines(): string[];
  lastLine(): string;
}

/** Groups that go when we have to go at once. */
const groups = new Set<number>();

/**
 * Starts a process in a session and a group of its own, which a Ctrl-C in the terminal does not reach: who is to end, and
 * when, is ours to say.
 */
export function startProcess(options: ProcessOptions): StartedProcess {
  const { env, logFile = '', logHead = '', mostLogBytes, serialization, endsInOrder = false } = options;
  const log = options.stdio.includes('log') ? openLog(logFile) : undefined;
  writeToLog(log, logHead);
  const stdio = options.stdio.map((kind) => (kind === 'log' ? (log ?? 'ignore') : kind));
  const [file = '', ...args] = [...(options.diesWithUs ? dieWithParent() : []), ...options.command];
  const child = spawn(file, args, {
    ...(env && { env }),
    ...(serialization && { serialization }),
    stdio: stdio as StdioOptions,
    detached: true,
  });
  if (log !== undefined) closeSync(log);
  const group = child.pid;
  const endShortening = mostLogBytes === undefined || log === undefined ? () => {} : keepShort(logFile, mostLogBytes);
  if (group !== undefined && !endsInOrder) groups.add(group);

  const ended = (event: 'exit' | 'close') =>
    new Promise<ProcessEnd>((resolve) => {
      child.once(event, (code: number | null, signal: NodeJS.Signals | null) => resolve({ code, signal }));
      child.on('error', (error) => group === undefined && resolve({ code: null, signal: null, error }));
    });
  const isRunning = () => group !== undefined && child.exitCode === null && child.signalCode === null;
  const exited = ended('exit').then((end) => {
    endShortening();
    // What a command leaves in the background when it ends by itself, it leaves on purpose.
    if (group !== undefined) groups.delete(group);
    return end;
  });

  return {
    child,
    exited,
    closed: ended('close'),
    get isRunning() {
      return isRunning();
    },
    signal(name) {
      if (isRunning()) child.kill(name);
    },
    kill() {
      if (group !== undefined) signalGroup(group, 'SIGKILL');
    },
    async stop(graceMs) {
      if (group === undefined) return;
      const killAtMs = performance.now() + graceMs;
      signalGroup(group, 'SIGTERM');
      // Who is halted takes no other signal.
      signalGroup(group, 'SIGCONT');
      while (isGroupAlive(group)) {
        if (performance.now() >= killAtMs) signalGroup(group, 'SIGKILL');
        await sleep(LOOK_AGAIN_MS);
      }
    },
    lastLines: () => readLastLines(logFile),
    lastLine: () => readLastLine(logFile),
  };
}

/** Ends all that was started here, at once: for the last moment of this process. */
export function killAllProcesses(): void {
  for (const group of groups) signalGroup(group, 'SIGKILL');
}

/** The number by which a shell tells of an end: the exit code, or 128 and the signal. */
export function exitNumberOf({ code, signal }: ProcessEnd): number {
  return code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
}
