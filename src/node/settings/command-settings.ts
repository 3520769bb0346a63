import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';
import { journeyProblems } from '../../core/journey/journey-problems.ts';
import { parseJourneyVariables } from '../../core/journey/journey-variables.ts';
import { k6VariableProblems } from '../../core/settings/k6-variables.ts';
import type { LoadSettings } from '../../core/settings/load-settings.ts';
import { parseLoadSettings } from '../../core/settings/parse-load-settings.ts';
import { type Environment, parseVariables, type ValuesOf } from '../../core/settings/variable.ts';
import { segmentProblems } from '../../core/workload/execution-segment.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { ReadJourney } from '../journey/read-journey.ts';
import { UserError } from '../user-error.ts';
import { COMMAND_VARIABLES } from './command-variables.ts';
import { KNOWN_VARIABLES, unknownVariables } from './unknown-variables.ts';

export type CommandSettings = ValuesOf<typeof COMMAND_VARIABLES> & {
  readonly load: LoadSettings;
  /** A path that answers as soon as the API is up. */
  readonly readyPath: string;
};

/**
 * Reads and checks everything that a user can set.
 *
 * @param given names of the variables that the user typed, so that a misspelt one is not silently ignored
 * @param defaults of the profile, by name of the variable, where they differ from those of the load profile
 * @param read the journey that is sent, whose variables are the user's as well
 * @throws UserError with a line for each problem
 */
export function readCommandSettings(
  env: Environment,
  given: readonly string[],
  defaults: Environment,
  read: ReadJourney,
): CommandSettings {
  assertSound(read);
  const command = parseVariables(COMMAND_VARIABLES, env);
  const load = parseLoadSettings(env, defaults, availableParallelism());
  const ofJourney = parseJourneyVariables(read.journey, env);
  const problems = [
    ...unknownVariables(given, read),
    ...k6VariableProblems(env),
    ...segmentProblems(env),
    ...temporaryFolderProblems(env),
    ...command.problems,
    ...load.problems,
    ...ofJourney.problems,
  ];
  if (problems.length > 0) throw new UserError(problems.join('\n'), EXIT_CODE.invalidSettings);
  return { ...command.values, load: load.values, readyPath: read.journey.ready?.(ofJourney.values) ?? '/' };
}

/** @throws UserError with a line for each thing that is wrong with a journey, however its variables are set */
export function assertSound({ name, journey }: ReadJourney): void {
  const problems = journeyProblems(journey, KNOWN_VARIABLES).map((problem) => `Bad journey ${name}: ${problem}`);
  if (problems.length > 0) throw new UserError(problems.join('\n'), EXIT_CODE.invalidSettings);
}

/** Sample pipes, and the data of a Redis of ours, lie there. */
function temporaryFolderProblems({ TMPDIR = '' }: Environment): string[] {
  try {
    if (TMPDIR !== '') accessSync(`${TMPDIR}/.`, constants.W_OK | constants.X_OK);
    return [];
  } catch {
    return [`TMPDIR=${JSON.stringify(TMPDIR)} is not allowed: give a folder that you may write to, or unset it`];
  }
}
