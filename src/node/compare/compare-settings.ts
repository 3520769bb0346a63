import { yesOrNo } from '../../core/settings/parsers.ts';
import { nameList } from '../../core/settings/path-parsers.ts';
import type { Environment, ValuesOf, Variable } from '../../core/settings/variable.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { readVariables } from '../settings/read-variables.ts';

const paths = (text: string) => (text === '' ? undefined : nameList(text));

/** What `make compare` can be told. */
const COMPARE_VARIABLES = {
  base: {
    name: 'BASE',
    fallback: '',
    allowed: 'give a result.json or the folder of a run, or several separated by commas',
    parse: paths,
  },
  head: {
    name: 'HEAD',
    fallback: '',
    allowed: 'give a result.json or the folder of a run, or several separated by commas',
    parse: paths,
  },
  isForced: {
    name: 'FORCE',
    fallback: '0',
    allowed: 'give 1 or 0',
    parse: yesOrNo,
  },
  resultsDir: COMMAND_VARIABLES.resultsDir,
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

/** What the user set for `compare`. @throws UserError with a line for each problem */
export function readCompareSettings(env: Environment, given: readonly string[]): ValuesOf<typeof COMPARE_VARIABLES> {
  return readVariables('compare', COMPARE_VARIABLES, env, given);
}
