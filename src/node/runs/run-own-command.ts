import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dieWithParent } from '../die-with-parent.ts';

/**
 * Runs a profile as a user would: by the command. What it prints goes to output.log in `folder`.
 *
 * @returns the exit code of the command
 * @param signal ends the run in order when aborted
 */
export function runOwnCommand(
  profile: string,
  env: NodeJS.ProcessEnv,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const command = fileURLToPath(new URL('./poolproof.js', import.meta.url));
  const [file = process.execPath, ...args] = [...dieWithParent(), process.execPath, command, 'run', profile];
  const output = openSync(join(folder, 'output.log'), 'w');
  // A process group of its own: Ctrl-C reaches it once, through us.
  const child = spawn(file, args, { env, stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  const interrupt = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, endedBy) => {
      signal.removeEventListener('abort', interrupt);
      resolve(code ?? 128 + constants.signals[endedBy ?? 'SIGKILL']);
    });
  });
}
