import { readdirSync, readFileSync } from 'node:fs';
import type { Variable } from '../../core/settings/variable.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import { parseEnvironmentFile } from './parse-environment-file.ts';

const FOLDER = 'env';
const ENDING = '.env';
const NAME = /^\w[\w.-]*$/;
/** Two ways to say it, of which one is allowed. */
const WHAT_IS_SENT = ['JOURNEY', 'PATHS'];

/** Names the file that settings are read from. What is read from it is checked as what is typed. */
export const ENVIRONMENT_VARIABLE = {
  name: 'ENV',
  fallback: '',
  allowed: 'give the name of a file in env/ without its ending, such as ENV=staging',
  parse: (text: string) => text,
} as const satisfies Variable<string>;

/** What the command is given, as {@link withEnvironment} puts it together. */
export interface GivenVariables {
  readonly env: NodeJS.ProcessEnv;
  /** Names of the variables that the user wrote, on make's command line or in the file: a misspelt one must not be ignored. */
  readonly givenVariables: readonly string[];
}

/**
 * Adds the variables of the environment that ENV names. A variable that is already set stays, even if it is empty: `REDIS_URL=` takes
 * out what the file has. Without ENV everything stays as it is.
 *
 * @param say hears which file was read
 * @throws UserError when there is no such environment, or its file cannot be read
 */
export function withEnvironment({ env, givenVariables }: GivenVariables, say: (line: string) => void): GivenVariables {
  const { ENV: name = '', ...rest } = env;
  // Shells keep the path of a file of theirs in a variable of this name.
  if (name === '' || (name.includes('/') && !givenVariables.includes('ENV'))) return { env, givenVariables };
  const variables = withoutUntyped(WHAT_IS_SENT, rest, readEnvironment(name));
  say(`poolproof: environment ${name} (${fileOf(name)})`);
  return { env: { ...variables, ...rest }, givenVariables: [...givenVariables, ...Object.keys(variables)] };
}

/** Of variables that exclude each other, those of a file give way to one that is typed. */
function withoutUntyped(names: readonly string[], typed: NodeJS.ProcessEnv, ofFile: Readonly<Record<string, string>>) {
  if (!names.some((name) => typed[name])) return ofFile;
  return Object.fromEntries(Object.entries(ofFile).filter(([name]) => !names.includes(name)));
}

function readEnvironment(name: string): Readonly<Record<string, string>> {
  if (!NAME.test(name)) throw refuse(`ENV=${JSON.stringify(name)} is not allowed: ${ENVIRONMENT_VARIABLE.allowed}`);
  const { variables, problems } = parseEnvironmentFile(textOf(name));
  if (problems.length > 0) throw refuse(problems.map((problem) => `${fileOf(name)}: ${problem}`).join('\n'));
  if (variables.ENV !== undefined) throw refuse(`${fileOf(name)}: ENV is not allowed in it: remove the line`);
  return variables;
}

function textOf(name: string): string {
  try {
    return readFileSync(fileOf(name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw refuse(`Cannot read ${fileOf(name)} (${code})`);
    const names = environmentsHere();
    const advice = names.length > 0 ? `Give ${names.join(', ')}` : `There is none yet: write ${fileOf(name)}`;
    throw refuse(`There is no environment ${JSON.stringify(name)}. ${advice}, or unset ENV`);
  }
}

/** Names of all environments. */
function environmentsHere(): string[] {
  try {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(ENDING));
    return files
      .map((file) => file.slice(0, -ENDING.length))
      .filter((name) => NAME.test(name))
      .sort();
  } catch {
    return [];
  }
}

function fileOf(name: string): string {
  return `${FOLDER}/${name}${ENDING}`;
}

function refuse(problem: string): UserError {
  return new UserError(problem, EXIT_CODE.invalidSettings);
}
