import { readFileSync } from 'node:fs';
import { LOAD_VARIABLES } from '../../core/settings/load-settings.ts';
import { parseOwnLimits } from '../../core/settings/own-limits.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';

/**
 * Puts what the file has that LIMITS names in its place: a script may run where the file is not. Limits that are written out
 * stay as they are.
 *
 * @throws UserError when there is no such file, or it holds no limits
 */
export function withLimitsFile(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { LIMITS = '' } = env;
  if (LIMITS === '' || LIMITS.trimStart().startsWith('{')) return env;
  const limits = parseOwnLimits(textOf(LIMITS));
  if (limits === undefined) throw refuse(LIMITS, `it holds no limits; ${LOAD_VARIABLES.ownLimits.allowed}`);
  return { ...env, LIMITS: JSON.stringify(limits) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8') || 'nothing';
  } catch (error) {
    throw refuse(file, `it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function refuse(file: string, problem: string): UserError {
  return new UserError(`LIMITS=${JSON.stringify(file)} is not allowed: ${problem}`, EXIT_CODE.invalidSettings);
}
