import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitNumberOf, startProcess } from '../processes/start-process.ts';

/**
 * Runs the command as a user would. What it prints goes to output.log in `folder`.
 *
 * @param args such as `run load`
 * @returns the exit code of the command
 * @param signal ends the run cleanly when aborted
 */
export async function runOwnCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const command = fileURLToPath(new URL('./poolproof.js', import.meta.url));
  const run = startProcess({
    command: [process.execPath, command, ...args],
    env,
    stdio: ['ignore', 'log', 'log'],
    logFile: join(folder, 'output.log'),
    diesWithUs: true,
  });
  const interrupt = (): void => run.signal('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  const end = await run.closed;
  signal.removeEventListener('abort', interrupt);
  if (end.error !== undefined) throw end.error;
  return exitNumberOf(end);
}
