import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitNumberOf, startProcess } from '../processes/start-process.ts';

const LOG = 'output.log';

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
    logFile: join(folder, LOG),
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

/** What such a run came to nothing by, in its own words, and the file that has more of them. */
export function lastWordsIn(folder: string): { readonly reason: string; readonly logFile: string } {
  const logFile = join(folder, LOG);
  const text = readFileSync(logFile, 'utf8');
  const reason = /^ *NOT JUDGED: (.*)$/m.exec(text)?.[1] ?? text.trimEnd().split('\n').at(-1) ?? '';
  return { reason, logFile };
}
