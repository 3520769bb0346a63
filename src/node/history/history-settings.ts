import type { Environment, ValuesOf, Variable } from '../../core/settings/variable.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { readVariables } from '../settings/read-variables.ts';

/** What `make history` can be told. */
export const HISTORY_VARIABLES = {
  resultsDir: { ...COMMAND_VARIABLES.resultsDir },
  profile: {
    name: 'PROFILE',
    fallback: '',
    allowed: 'give the name of a profile, such as PROFILE=load',
    parse: (text: string) => (/^[a-z-]*$/.test(text) ? text : undefined),
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

/** What the user set for `history`. @throws UserError with a line for each problem */
export function readHistorySettings(env: Environment, given: readonly string[]): ValuesOf<typeof HISTORY_VARIABLES> {
  return readVariables('history', HISTORY_VARIABLES, env, given);
}
