import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ComparedResult } from '../../core/compare/compare-runs.ts';
import { formatDurationMs } from '../../core/units/duration.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { lastWordsIn, runOwnCommand } from '../run/run-own-command.ts';
import { UserError } from '../user-error.ts';
import { readComparedResult } from './read-compared-result.ts';
import type { Side } from './side.ts';

/** Ends of a run that leave a result to compare: healthy, not judged, unhealthy. */
const COMPARABLE_ENDS: readonly number[] = [EXIT_CODE.healthy, EXIT_CODE.notJudged, EXIT_CODE.unhealthy];

interface Measuring {
  readonly env: NodeJS.ProcessEnv;
  /** Gets a folder for each run. */
  readonly folder: string;
  readonly engine: string;
  /** Of each run, as a variable of the load. */
  readonly duration: string;
  /** Load before an API that has just started is measured. */
  readonly warmUpMs: number;
  /** What a run is wanted for: begins the line that says that it left nothing. */
  readonly cannot: string;
  readonly signal: AbortSignal;
}

/**
 * Runs the load profile against the API of a side, as a user would: by the command. Its results stay in
 * `<name of the side>-<round>`.
 *
 * @throws UserError when the run leaves nothing to compare
 */
export async function measureSide(side: Side<string>, round: number, measuring: Measuring): Promise<ComparedResult> {
  const { env, folder, engine, duration, warmUpMs } = measuring;
  const ready = await side.begin();
  const variables = { ...env, ...ready.env, ENGINE: engine, NO_COLOR: '1' };
  try {
    if (ready.isCold && warmUpMs > 0) {
      const warmUp = join(folder, `${side.name}-warm-up`);
      await runLoad(side.name, { ...variables, DURATION: formatDurationMs(warmUpMs) }, warmUp, measuring);
      rmSync(warmUp, { recursive: true });
    }
    const runFolder = join(folder, `${side.name}-${round}`);
    await runLoad(side.name, { ...variables, DURATION: duration }, runFolder, measuring);
    return readComparedResult(runFolder);
  } finally {
    await side.end();
  }
}

async function runLoad(
  name: string,
  variables: NodeJS.ProcessEnv,
  runFolder: string,
  { cannot, signal }: Measuring,
): Promise<void> {
  mkdirSync(runFolder);
  const exitCode = await runOwnCommand(['run', 'load'], { ...variables, RESULTS_DIR: runFolder }, runFolder, signal);
  signal.throwIfAborted();
  if (COMPARABLE_ENDS.includes(exitCode)) return;
  const { reason, logFile } = lastWordsIn(runFolder);
  throw new UserError(
    `${cannot}: a run against ${name} ended with ${exitCode}: ${reason}. See ${relative(process.cwd(), logFile)}`,
    exitCode,
  );
}

/** What make and GitHub say is about this command, and would be taken by those that it starts for theirs. */
export function forOthers(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:MAKE|MFLAGS|GITHUB_)/.test(name)));
}
