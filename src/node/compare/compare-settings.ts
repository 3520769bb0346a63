import { nameList, yesOrNo } from '../../core/settings/parsers.ts';
import { type Environment, parseVariables, type ValuesOf, type Variable } from '../../core/settings/variable.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { COMMAND_VARIABLES } from '../runs/command-settings.ts';
import { UserError } from '../user-error.ts';

const paths = (text: string) => (text === '' ? undefined : nameList(text));

/** What `make compare` can be told. */
export const COMPARE_VARIABLES = {
  base: {
    name: 'BASE',
    about: 'results to compare with, separated by commas: result.json files or folders of runs',
    fallback: '',
    allowed: 'give a result.json or the folder of a run, or several separated by commas',
    parse: paths,
  },
  head: {
    name: 'HEAD',
    about: 'results that are compared with them',
    fallback: '',
    allowed: 'give a result.json or the folder of a run, or several separated by commas',
    parse: paths,
  },
  isForced: {
    name: 'FORCE',
    about: '1: compare what was measured under different circumstances all the same',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  resultsDir: COMMAND_VARIABLES.resultsDir,
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

/**
 * Reads and checks what a user can set.
 *
 * @param given names of the variables that the user typed, so that a misspelt one is not silently ignored
 * @throws UserError with a line for each problem
 */
export function readCompareSettings(env: Environment, given: readonly string[]): ValuesOf<typeof COMPARE_VARIABLES> {
  const known: readonly string[] = Object.values(COMPARE_VARIABLES).map(({ name }) => name);
  const { values, problems } = parseVariables(COMPARE_VARIABLES, env);
  const unknown = given
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is no variable of compare. Allowed: ${known.join(', ')}`);
  if (unknown.length + problems.length > 0) {
    throw new UserError([...unknown, ...problems].join('\n'), EXIT_CODE.invalidSettings);
  }
  return values;
}
