import type { Environment, ValuesOf, Variable } from '../../core/settings/variable.ts';
import { readVariables } from '../settings/read-variables.ts';

const text = (value: string) => value;

/** What `make comment` can be told. */
export const COMMENT_VARIABLES = {
  result: {
    name: 'RESULT',
    fallback: 'results/latest',
    allowed: 'give a result.json or the folder of a run',
    parse: text,
  },
  comparison: {
    name: 'COMPARISON',
    fallback: '',
    allowed: 'give the folder that has a compare.md',
    parse: text,
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;

/** What the user set for `comment`. @throws UserError with a line for each problem */
export function readCommentSettings(env: Environment, given: readonly string[]): ValuesOf<typeof COMMENT_VARIABLES> {
  return readVariables('comment', COMMENT_VARIABLES, env, given);
}
