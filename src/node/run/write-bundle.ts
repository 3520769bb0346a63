import { copyFileSync } from 'node:fs';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import { openProfile } from './profile-data.ts';

/**
 * Writes the k6 script of the profile that PROFILE names with the journey that JOURNEY names to this folder, for k6 alone.
 *
 * @throws UserError for what the user can mend
 */
export async function writeBundle(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<void> {
  const profile = env.PROFILE || 'load';
  const { script, journey } = await openProfile(profile, env);
  const file = `${journey.name}-${profile}.js`;
  try {
    copyFileSync(script, file);
  } catch (error) {
    throw new UserError(`Cannot write ${file}: ${(error as Error).message}`, EXIT_CODE.resultsUnwritable);
  }
  say(`poolproof: ${file} is a k6 script: k6 run ${file} -e BASE_URL=…`);
}
