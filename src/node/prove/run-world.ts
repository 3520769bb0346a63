import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../core/result/result.ts';
import { LOAD_VARIABLES } from '../../core/settings/load-settings.ts';
import { dieWithParent } from '../die-with-parent.ts';
import { COMMAND_VARIABLES } from '../runs/command-settings.ts';
import { startAccount } from './account.ts';
import type { World } from './world.ts';
import { WORLD_ENV } from './worlds.ts';

export interface WorldRunOptions {
  readonly world: World;
  readonly engine: 'embedded' | 'k6';
  /** Where the run leaves its results, its logs and what it printed (output.log). */
  readonly folder: string;
  /** Ends the run in order when aborted. */
  readonly signal: AbortSignal;
}

/** Runs the load against a local stack that is broken as the world says, as a user would: by the command. */
export async function runWorld({ world, engine, folder, signal }: WorldRunOptions): Promise<Result | undefined> {
  mkdirSync(folder, { recursive: true });
  const account = world.account && (await startAccount(world.account, folder, signal));
  try {
    const env = {
      ...cleanEnvironment(),
      ...WORLD_ENV,
      ...world.env,
      ENGINE: engine,
      RESULTS_DIR: folder,
      NO_COLOR: '1',
    };
    const profile = world.profile ?? 'load';
    await runCommand(profile, account === undefined ? env : { ...env, REDIS_URL: account.url }, folder, signal);
  } finally {
    await account?.stop();
  }
  const file = join(folder, 'latest', 'result.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
}

/** What the user has set for other runs would change the world; make's own variables are about this command. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign: readonly string[] = [...Object.values(LOAD_VARIABLES), ...Object.values(COMMAND_VARIABLES)].map(
    ({ name }) => name,
  );
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !foreign.includes(name) &&
        !/^(?:MAKE|MFLAGS|FAULT_|REDIS_FAULTS|CACHE_TTL|REDIS_POOL_SIZE|K6_|GITHUB_)/.test(name),
    ),
  );
}

function runCommand(profile: string, env: NodeJS.ProcessEnv, folder: string, signal: AbortSignal): Promise<void> {
  const command = fileURLToPath(new URL('./poolproof.js', import.meta.url));
  const [file = process.execPath, ...args] = [...dieWithParent(), process.execPath, command, 'run', profile];
  const output = openSync(join(folder, 'output.log'), 'w');
  // A process group of its own: Ctrl-C reaches it once, through us.
  const child = spawn(file, args, { env, stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  const interrupt = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      signal.removeEventListener('abort', interrupt);
      resolve();
    });
  });
}
