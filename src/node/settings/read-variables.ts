import { type Environment, parseVariables, type ValuesOf, type Variable } from '../../core/settings/variable.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import { didYouMean } from './did-you-mean.ts';

/**
 * Reads and checks all that a user can set for a command.
 *
 * @param given names of the variables that the user typed, so that a misspelt one is not silently ignored
 * @throws UserError with a line for each problem
 */
export function readVariables<Table extends Readonly<Record<string, Variable<unknown>>>>(
  command: string,
  table: Table,
  env: Environment,
  given: readonly string[],
): ValuesOf<Table> {
  const known: readonly string[] = Object.values(table).map(({ name }) => name);
  const { values, problems } = parseVariables(table, env);
  const unknown = given
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is not a variable of ${command}. ${didYouMean(name, known)}`);
  if (unknown.length + problems.length > 0) {
    throw new UserError([...unknown, ...problems].join('\n'), EXIT_CODE.invalidSettings);
  }
  return values;
}

/**
 * Reads and checks what a user can set for a command beside the variables of the load that it runs.
 *
 * @returns the values, and which of the `given` names are not of the table
 * @throws UserError with a line for each problem
 */
export function readOwnVariables<Table extends Readonly<Record<string, Variable<unknown>>>>(
  table: Table,
  env: Environment,
  given: readonly string[],
): { readonly values: ValuesOf<Table>; readonly others: readonly string[] } {
  const names = Object.values(table).map(({ name }) => name);
  const { values, problems } = parseVariables(table, env);
  if (problems.length > 0) throw new UserError(problems.join('\n'), EXIT_CODE.invalidSettings);
  return { values, others: given.filter((name) => !names.includes(name)) };
}
