import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePaths } from '../../core/journey/paths.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { createRunFolder } from '../run-folder.ts';
import { UserError } from '../user-error.ts';
import { journeyOfPaths } from './paths-journey.ts';
import { type LinkedJourney, readDefaultJourney } from './read-journey.ts';

/** Says where the journey is; empty for the one that the build has linked. */
export const JOURNEY_VARIABLE = {
  name: 'JOURNEY',
  fallback: '',
  allowed: 'give the path of a journey, such as JOURNEY=journeys/products.ts',
  parse: (text: string) => text,
} as const;

/** Says what is sent without a file. */
export const PATHS_VARIABLE = {
  name: 'PATHS',
  fallback: '',
  allowed: 'give paths with shares that make 100, such as PATHS="/products=90 /products/{1..50}=10"',
  parse: (text: string) => text,
} as const;

/**
 * Links a profile with the journey that JOURNEY names, or that PATHS makes, and checks its types. The script goes when
 * the process ends.
 *
 * @throws UserError with a line for each thing that is wrong with the journey
 */
export async function linkJourney(profile: string, env: NodeJS.ProcessEnv): Promise<LinkedJourney> {
  const { JOURNEY = '', PATHS = '' } = env;
  const file = PATHS === '' ? JOURNEY : writePaths(env);
  if (file === '') return readDefaultJourney();
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw refuse(`JOURNEY=${JSON.stringify(file)} is not allowed: there is no such file; ${JOURNEY_VARIABLE.allowed}`);
  }
  // Only who has a journey of his own waits for what builds it.
  const { buildJourney } = await import('./build-journey.ts');
  return buildJourney(profile, file, env);
}

/** @throws UserError where PATHS would be sent to the API of the local stack */
export function assertStackServes({ PATHS = '' }: NodeJS.ProcessEnv): void {
  if (PATHS === '') return;
  throw refuse('PATHS needs BASE_URL, the address of your API: the one of the local stack serves feature flags');
}

/** @returns the file of a journey */
function writePaths({ PATHS = '', JOURNEY = '' }: NodeJS.ProcessEnv): string {
  if (JOURNEY !== '') throw refuse('PATHS and JOURNEY both say what is sent: unset one of them');
  const { paths, problem } = parsePaths(PATHS);
  if (problem !== undefined) throw refuse(`PATHS is not allowed: ${problem}; ${PATHS_VARIABLE.allowed}`);
  const file = join(createRunFolder().path, 'paths.ts');
  writeFileSync(file, journeyOfPaths(paths));
  return file;
}

function refuse(line: string): UserError {
  return new UserError(line, EXIT_CODE.invalidSettings);
}
