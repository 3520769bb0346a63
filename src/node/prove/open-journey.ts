import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { variablesOf } from '../../core/journey/journey-variables.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { assertStackServes, linkJourney } from '../journey/link-journey.ts';
import { lastWordsIn, runOwnCommand } from '../run/run-own-command.ts';
import { assertSound } from '../settings/command-settings.ts';
import { UserError } from '../user-error.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { WORLD_ENV } from './worlds.ts';

/** Ends of a run that was sent to its end. */
const SENT: readonly number[] = [EXIT_CODE.healthy, EXIT_CODE.notJudged, EXIT_CODE.unhealthy, EXIT_CODE.interrupted];

/**
 * Reads the journey that worlds are to be loaded with.
 *
 * @returns names of its variables; none where no journey is named
 * @throws UserError with a line for each thing that is wrong with it
 */
export async function journeyVariables(env: NodeJS.ProcessEnv): Promise<string[]> {
  assertStackServes(env);
  if (!env.JOURNEY) return [];
  const read = await linkJourney('load', env);
  assertSound(read);
  return Object.values(variablesOf(read.journey)).map(({ name }) => name);
}

/**
 * Sends a few requests of the journey to a local stack that nothing is wrong with: where that does not answer them, no world
 * tells anything.
 *
 * @throws UserError where the local stack is not the API of the journey
 */
export async function assertStackAnswers(journey: string, engine: string, signal: AbortSignal): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'poolproof-journey-'));
  try {
    const env = { ...cleanEnvironment(), ...WORLD_ENV, JOURNEY: journey, ENGINE: engine, NO_COLOR: '1' };
    const exitCode = await runOwnCommand(['run', 'smoke'], { ...env, RESULTS_DIR: folder }, folder, signal);
    if (SENT.includes(exitCode)) return;
    throw new UserError(
      `Cannot prove with JOURNEY=${JSON.stringify(journey)}: the local stack, which serves feature flags, does not answer it: ${lastWordsIn(folder).reason}`,
      EXIT_CODE.invalidSettings,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
