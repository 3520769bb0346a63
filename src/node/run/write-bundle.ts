import { copyFileSync } from 'node:fs';
import type { CommandCall } from '../command-call.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { assertSound } from '../settings/command-settings.ts';
import { unknownVariables } from '../settings/unknown-variables.ts';
import { UserError } from '../user-error.ts';
import { openProfile } from './profile-data.ts';

/**
 * Writes the k6 script of the profile that PROFILE names with the journey that JOURNEY names to this folder, for k6 alone.
 *
 * @throws UserError for what the user can mend
 */
export async function writeBundle({ env, givenVariables, say }: CommandCall): Promise<void> {
  const profile = env.PROFILE || 'load';
  const { script, journey } = await openProfile(profile, env);
  assertSound(journey);
  const unknown = unknownVariables(
    givenVariables.filter((name) => name !== 'PROFILE'),
    journey,
  );
  if (unknown.length > 0) throw new UserError(unknown.join('\n'), EXIT_CODE.invalidSettings);
  const file = `${journey.name}-${profile}.js`;
  try {
    copyFileSync(script, file);
  } catch (error) {
    throw new UserError(`Cannot write ${file}: ${(error as Error).message}`, EXIT_CODE.resultsUnwritable);
  }
  say(`poolproof: ${file} is a k6 script: k6 run ${file} -e BASE_URL=…`);
}
