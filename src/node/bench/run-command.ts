import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODE } from '../exit-code.ts';
import { dieWithParent } from '../processes/die-with-parent.ts';
import { peakMemoryOf, processesOfGroup } from '../processes/process-group.ts';
import { startProcess } from '../processes/start-process.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { parseShellTimes } from './parse-shell-times.ts';
import type { Command } from './tool.ts';

const LOOK_EVERY_MS = 250;
// The shell tells the processor time of what it waited for, of all processes below it, once they have ended.
const MEASURE = '"$@"; code=$?; times >&3; exit $code';

/** A command that was started ended with an error, or did not end in time. */
export class CommandFailure extends Error {}

export interface CommandRun {
  readonly startedMs: number;
  /** What it printed, stdout and stderr. */
  readonly output: string;
  /** User and system, of the whole run and all its processes. */
  readonly cpuMs: number;
  /** Highest resident memory, seen every 250 ms. */
  readonly peakMemoryBytes: number;
}

interface RunCommandOptions {
  /** It is ended when it takes longer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called with the process group that was started; its end is waited for. */
  readonly watch?: (groupId: number, isOver: () => boolean) => Promise<void>;
}

/**
 * Runs a command to its end and measures it. A load that was judged unhealthy has run as well.
 *
 * @throws CommandFailure with its last line when it failed, or took too long
 */
export async function runCommand(command: Command, options: RunCommandOptions): Promise<CommandRun> {
  const { timeoutMs, signal, watch } = options;
  signal.throwIfAborted();
  const startedMs = monotonicMs();
  const run = startProcess({
    command: ['sh', '-c', MEASURE, 'sh', ...dieWithParent(), command.file, ...command.args],
    env: { ...process.env, ...command.env, K6_NO_USAGE_REPORT: 'true', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    diesWithUs: true,
  });
  const { child } = run;
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
  const closed = run.closed.then(({ code, error }) => {
    exitCode = code;
    if (error !== undefined) throw error;
  });
  const { pid = 0 } = child;
  const endAll = (): void => {
    if (exitCode === undefined) run.kill();
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
    throw new CommandFailure(
      `Cannot measure ${command.file}: ${exitCode === null ? '' : `exit code ${exitCode}: `}${reason}`,
    );
  }
  return { startedMs, output, cpuMs, peakMemoryBytes };
}
