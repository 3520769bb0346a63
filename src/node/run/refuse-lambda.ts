import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import type { CommandSettings } from './command-settings.ts';

/** @throws UserError where a command is given a function whose log it would not read */
export function refuseLambda(command: string, { lambdaFunction }: Pick<CommandSettings, 'lambdaFunction'>): void {
  if (lambdaFunction === null) return;
  throw new UserError(
    `${command} does not read the log of a function: only a run of one profile does. Unset LAMBDA_FUNCTION`,
    EXIT_CODE.invalidSettings,
  );
}
