import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { dieWithParent } from '../die-with-parent.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { parseShellTimes } from './parse-shell-times.ts';
import { peakMemoryOf, processesOfGroup } from './process-group.ts';
import type { Command } from './tool.ts';

const LOOK_EVERY_MS = 250;
// The shell tells the processor time of what it waited for, of all processes below it, once they have ended.
const MEASURE = '"$@"; code=$?; times >&3; exit $code';

export interface CommandRun {
  readonly startedMs: number;
  /** What it printed, stdout and stderr. */
  readonly output: string;
  /** User and system, of the whole run and all its processes. */
  readonly cpuMs: number;
  /** Highest resident memory, seen every 250 ms. */
  readonly peakMemoryBytes: number;
}

export interface RunCommandOptions {
  /** It is ended when it takes longer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called with the process group that was started; its end is waited for. */
  readonly watch?: (groupId: number, isOver: () => boolean) => Promise<void>;
}

/**
 * Runs a command to its end and measures it. A load that was judged unhealthy has run as well.
 *
 * @throws Error with its last line when it failed, or took too long
 */
export async function runCommand(command: Command, options: RunCommandOptions): Promise<CommandRun> {
  const { timeoutMs, signal, watch } = options;
  signal.throwIfAborted();
  const die = dieWithParent();
  const [file = 'sh', ...args] = [...die, 'sh', '-c', MEASURE, 'sh', ...die, command.file, ...command.args];
  const startedMs = monotonicMs();
  const child = spawn(file, args, {
    env: { ...process.env, ...command.env, K6_NO_USAGE_REPORT: 'true', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let times = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    times += chunk.toString();
  });
  let exitCode: number | null | undefined;
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      exitCode = code;
      resolve();
    });
  });
  const { pid = 0 } = child;
  const endAll = (): void => {
    if (exitCode === undefined) killGroup(pid);
  };
  const timer = setTimeout(endAll, timeoutMs);
  signal.addEventListener('abort', endAll, { once: true });

  let peakMemoryBytes = 0;
  const look = async (): Promise<void> => {
    while (exitCode === undefined) {
      peakMemoryBytes = Math.max(peakMemoryBytes, peakMemoryOf(processesOfGroup(pid)));
      await Promise.race([closed, sleep(LOOK_EVERY_MS)]);
    }
  };
  try {
    await Promise.all([closed, look(), watch?.(pid, () => exitCode !== undefined)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', endAll);
    endAll();
  }
  signal.throwIfAborted();
  const cpuMs = parseShellTimes(times);
  const hasRun = exitCode === 0 || exitCode === EXIT_CODE.unhealthy;
  if (!hasRun || cpuMs === undefined) {
    const reason = exitCode === null ? `it took longer than ${timeoutMs} ms` : (output.trim().split('\n').at(-1) ?? '');
    throw new Error(`Cannot measure ${command.file}: ${exitCode === null ? '' : `exit code ${exitCode}: `}${reason}`);
  }
  return { startedMs, output, cpuMs, peakMemoryBytes };
}

function killGroup(groupId: number): void {
  try {
    if (groupId > 0) process.kill(-groupId, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
