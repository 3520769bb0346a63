import { statSync } from 'node:fs';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import { type LinkedJourney, readDefaultJourney } from './read-journey.ts';

/** Says where the journey is; empty for the one that the build has linked. */
export const JOURNEY_VARIABLE = {
  name: 'JOURNEY',
  about: 'TypeScript file that says what is sent; feature flags when it is not set',
  fallback: '',
  allowed: 'give the path of a journey, such as JOURNEY=journeys/products.ts',
  parse: (text: string) => text,
} as const;

/**
 * Links a profile with the journey that JOURNEY names, and checks its types. The script goes when the process ends.
 *
 * @throws UserError with a line for each thing that is wrong with the journey
 */
export async function linkJourney(profile: string, { JOURNEY: file = '' }: NodeJS.ProcessEnv): Promise<LinkedJourney> {
  if (file === '') return readDefaultJourney();
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UserError(
      `JOURNEY=${JSON.stringify(file)} is not allowed: there is no such file; ${JOURNEY_VARIABLE.allowed}`,
      EXIT_CODE.invalidSettings,
    );
  }
  // Only who has a journey of his own waits for what builds it.
  const { buildJourney } = await import('./build-journey.ts');
  return buildJourney(profile, file);
}
