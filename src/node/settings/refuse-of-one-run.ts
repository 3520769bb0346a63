import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import type { CommandSettings } from './command-settings.ts';

/** @throws UserError where a command is given a function whose log it would not read */
export function refuseLambda(command: string, { lambdaFunction }: Pick<CommandSettings, 'lambdaFunction'>): void {
  if (lambdaFunction === null) return;
  throw refuse(`${command} does not read the log of a function: only a run of one profile does. Unset LAMBDA_FUNCTION`);
}

/** @throws UserError where loads are to be compared with each other, and would not all be whole */
export function refuseStopEarly(command: string, { load }: Pick<CommandSettings, 'load'>): void {
  if (load.stopEarly) throw refuse(`${command} compares whole loads, and stops none early. Unset STOP_EARLY`);
}

function refuse(problem: string): UserError {
  return new UserError(problem, EXIT_CODE.invalidSettings);
}
