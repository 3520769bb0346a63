import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../core/result/result.ts';
import { runOwnCommand } from '../run/run-own-command.ts';
import { type Account, startAccount } from './account.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { startNeighbour } from './neighbour.ts';
import type { World } from './world.ts';
import { WORLD_ENV } from './worlds.ts';

interface WorldRunOptions {
  readonly world: World;
  readonly engine: 'embedded' | 'k6';
  /** The file of a journey; empty for ours. */
  readonly journey?: string;
  /** Where the run leaves its results, its logs and what it printed (output.log). */
  readonly folder: string;
  /** Ends the run in order when aborted. */
  readonly signal: AbortSignal;
}

/** Runs the load against a local stack that is broken as the world says, as a user would: by the command. */
export async function runWorld({
  world,
  engine,
  journey = '',
  folder,
  signal,
}: WorldRunOptions): Promise<Result | undefined> {
  mkdirSync(folder, { recursive: true });
  const account = await accountOf(world, folder, signal);
  const stopNeighbour = world.neighbour && account && startNeighbour(world.neighbour, account.url);
  try {
    const env = {
      ...cleanEnvironment(),
      ...WORLD_ENV,
      ...world.env,
      ENGINE: engine,
      JOURNEY: journey,
      RESULTS_DIR: folder,
      NO_COLOR: '1',
    };
    const profile = world.profile ?? 'load';
    await runOwnCommand(
      ['run', profile],
      account === undefined ? env : { ...env, REDIS_URL: account.url },
      folder,
      signal,
    );
  } finally {
    stopNeighbour?.();
    await account?.stop();
  }
  const file = join(folder, 'latest', 'result.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
}

/** A Redis of its own, for worlds that do something to it or have others on it. */
async function accountOf(
  { account, neighbour }: World,
  folder: string,
  signal: AbortSignal,
): Promise<Account | undefined> {
  if (account === undefined && neighbour === undefined) return undefined;
  return startAccount(account ?? [], folder, signal);
}
