import { join } from 'node:path';
import { type BuildFailure, build, type Message } from 'esbuild';
import { EXIT_CODE } from '../exit-code.ts';
import { createRunFolder } from '../run-folder.ts';
import { UserError } from '../user-error.ts';
import { typeErrorsOf } from './check-types.ts';
import { linkOptions, readableOptions } from './link-options.ts';
import { type LinkedJourney, type ReadJourney, readJourney } from './read-journey.ts';

const NO_AWAIT = 'a journey cannot await at its top level, for it is read before it runs: await in setup';

/**
 * Builds the script of a profile with a journey, in a folder that goes when the process ends.
 *
 * @param env what the journey has as `__ENV` while it is read
 * @throws UserError with a line for each thing that is wrong with the journey
 */
export async function buildJourney(
  profile: string,
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<Required<LinkedJourney>> {
  const folder = createRunFolder().path;
  const readable = join(folder, 'journey.cjs');
  const [typeErrors, linkErrors] = await Promise.all([
    typeErrorsOf(file, folder),
    linkErrorsOf(file, profile, folder, readable),
  ]);
  const problems = [...new Set([...linkErrors, ...typeErrors])];
  if (problems.length > 0) throw wrong(problems);
  return { ...readSafely(readable, file, env), script: join(folder, `${profile}.js`) };
}

async function linkErrorsOf(file: string, profile: string, folder: string, readable: string): Promise<string[]> {
  try {
    const done = await Promise.all([
      build({ ...linkOptions(file, [profile], folder), logLevel: 'silent' }),
      build({ ...readableOptions(file, readable), logLevel: 'silent' }),
    ]);
    return done.flatMap(({ warnings }) => warnings.filter(({ id }) => id === 'duplicate-object-key').map(lineOf));
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) throw error;
    return errors.map(lineOf);
  }
}

/** As TypeScript writes it: where, and what. */
function lineOf({ text, location }: Message): string {
  const reason = text.startsWith('Top-level await') ? NO_AWAIT : text;
  return location === null ? reason : `${location.file}(${location.line},${location.column + 1}): error: ${reason}`;
}

function readSafely(readable: string, file: string, env: NodeJS.ProcessEnv): ReadJourney {
  try {
    return readJourney(readable, env);
  } catch (error) {
    throw wrong([`Bad journey ${file}: it throws when it is read: ${(error as Error)?.message ?? error}`]);
  }
}

function wrong(problems: readonly string[]): UserError {
  return new UserError(problems.join('\n'), EXIT_CODE.invalidSettings);
}
