import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { dieWithParent } from '../die-with-parent.ts';
import type { Engine } from './engine.ts';

export interface EngineRun {
  readonly pid: number;
  /** k6's exit code, or 128 + signal as shells count when a signal ended it. */
  readonly exitCode: Promise<number>;
  /** Asks for a graceful end, as Ctrl-C does; a second time ends it at once. */
  interrupt(): void;
}

/**
 * Starts the engine on a script. What it prints is the user's; the lines that it logs go to `onLogLine`. It has a process
 * group of its own, so that a Ctrl-C in the terminal reaches it once, through {@link EngineRun.interrupt}, and not twice,
 * which k6 takes for "stop at once".
 */
export function runEngine(
  engine: Engine,
  script: string,
  flags: readonly string[],
  env: NodeJS.ProcessEnv,
  onLogLine: (line: string) => void,
): EngineRun {
  const [file = engine.file, ...args] = [...dieWithParent(), engine.file, ...engine.args, 'run', ...flags, script];
  const child = spawn(file, args, {
    env: { ...env, K6_NO_USAGE_REPORT: 'true' },
    stdio: ['ignore', 'inherit', 'pipe', engine.name === 'embedded' ? 'ipc' : 'ignore'],
    detached: true,
  });
  if (child.stderr) createInterface({ input: child.stderr }).on('line', onLogLine);
  const exitCode = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    // Not before all that it logged was read.
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
  return { pid: child.pid ?? 0, exitCode, interrupt: () => void child.kill('SIGINT') };
}
