import { createInterface } from 'node:readline';
import { EXIT_CODE } from '../exit-code.ts';
import { exitNumberOf, startProcess } from '../processes/start-process.ts';
import { UserError } from '../user-error.ts';
import type { Engine } from './engine.ts';

interface EngineRun {
  readonly pid: number;
  /**
   * k6's exit code, or 128 + signal as shells count when a signal ended it. Rejects with a UserError when Node.js refuses
   * to start the embedded engine.
   */
  readonly exitCode: Promise<number>;
  /** Asks for a graceful end, as Ctrl-C does; a second time ends it at once. */
  interrupt(): void;
}

interface RunEngineOptions {
  readonly script: string;
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Takes the lines that the engine logs. */
  readonly onLogLine: (line: string) => void;
}

/**
 * Starts the engine on a script. What it prints is the user's. It has a process
 * group of its own, so that a Ctrl-C in the terminal reaches it once, through {@link EngineRun.interrupt}, and not twice,
 * which k6 takes for "stop at once".
 */
export function runEngine(engine: Engine, { script, flags, env, onLogLine }: RunEngineOptions): EngineRun {
  const run = startProcess({
    command: [engine.file, ...engine.args, 'run', ...flags, script],
    env: { ...env, K6_NO_USAGE_REPORT: 'true' },
    stdio: ['ignore', 'inherit', 'pipe', engine.name === 'embedded' ? 'ipc' : 'ignore'],
    diesWithUs: true,
  });
  const refusal = `${engine.file}: bad option: `;
  let refusedOption: string | undefined;
  if (run.child.stderr) {
    createInterface({ input: run.child.stderr }).on('line', (line) => {
      if (engine.name === 'embedded' && line.startsWith(refusal)) refusedOption = line.slice(refusal.length);
      else onLogLine(line);
    });
  }
  return { pid: run.child.pid ?? 0, exitCode: exitCode(), interrupt: () => run.signal('SIGINT') };

  async function exitCode(): Promise<number> {
    // Not before all that it logged was read.
    const end = await run.closed;
    if (refusedOption !== undefined) throw refusedBy(engine.file, refusedOption);
    if (end.error !== undefined) throw end.error;
    return exitNumberOf(end);
  }
}

function refusedBy(node: string, option: string): UserError {
  return new UserError(
    `Cannot start the embedded engine: Node.js ${process.versions.node} (${node}) refuses the option ${option}. Put Node.js 20, 22 or 24 first on PATH (https://nodejs.org), or install k6 and use ENGINE=k6`,
    EXIT_CODE.unfitNode,
  );
}
