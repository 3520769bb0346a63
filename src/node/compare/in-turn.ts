import { relative } from 'node:path';
import type { CommandCall } from '../command-call.ts';
import type { Engine } from '../engines/engine.ts';
import { assertFits, selectEngine } from '../engines/select-engine.ts';
import { createResultsFolder } from '../result-files/results-folder.ts';
import { type OpenProfile, openProfile } from '../run/profile-data.ts';
import type { CommandSettings } from '../settings/command-settings.ts';

/** What a command gets that runs a load several times. */
/** What the runs need. */
interface InTurnStart<Settings> {
  readonly settings: Settings;
  readonly engine: Engine;
  /** For their results. */
  readonly folder: string;
}

/**
 * Makes ready for runs of the load profile.
 *
 * @param command gives its name to the folder
 * @param readSettings of the command
 * @returns undefined when the user wants to stop
 * @throws UserError for settings that are not allowed
 */
export async function beginInTurn<Settings extends { readonly run: CommandSettings }>(
  command: string,
  readSettings: (env: NodeJS.ProcessEnv, given: readonly string[], profile: OpenProfile) => Settings,
  { env, givenVariables, version, signal }: CommandCall,
): Promise<InTurnStart<Settings> | undefined> {
  const profile = await openProfile('load', env);
  const settings = readSettings(env, givenVariables, profile);
  const engine = await selectEngine(settings.run.engine, profile.script, version, signal);
  if (signal.aborted) return undefined;
  await assertFits(engine, env);
  const folder = createResultsFolder(settings.run.resultsDir, command, new Date(), { isLatest: false });
  return { settings, engine, folder };
}

/**
 * Does work that the user may stop. A line says then where the results so far are.
 *
 * @returns undefined when it was stopped
 */
export async function untilStopped<T>(
  work: () => Promise<T>,
  folder: string,
  { say, signal }: Pick<CommandCall, 'say' | 'signal'>,
): Promise<T | undefined> {
  try {
    const done = await work();
    return signal.aborted ? undefined : done;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    if (signal.aborted) say(`poolproof: stopped; the results so far are in ${relative(process.cwd(), folder) || '.'}/`);
  }
}
