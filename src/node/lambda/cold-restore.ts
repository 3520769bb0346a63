import { COLD_VARIABLE } from '../../core/lambda/cold-mark.ts';
import { isOfFunction, partsOfArn } from '../../core/lambda/cold-record.ts';
import type { LambdaName } from '../../core/lambda/parse-lambda-function.ts';
import type { CommandCall } from '../command-call.ts';
import { ENVIRONMENT_VARIABLE } from '../environments/with-environment.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { COMMAND_VARIABLES } from '../settings/command-variables.ts';
import { readVariables } from '../settings/read-variables.ts';
import { UserError } from '../user-error.ts';
import { type AwsClients, openAws } from './aws-clients.ts';
import { byEnvironment, markOf } from './cold-by-environment.ts';
import { ColdRecords, isStillAtIt, type KeptRecord } from './cold-records.ts';
import { findTarget } from './cold-target.ts';
import { reservedOf } from './reserved-of.ts';
import { restoreFunction } from './restore-function.ts';

const VARIABLES = { environment: ENVIRONMENT_VARIABLE, lambdaFunction: COMMAND_VARIABLES.lambdaFunction };

/**
 * Sets back what runs left that were killed: all functions of which there is a record, or the one that LAMBDA_FUNCTION names, which
 * needs no record for a variable that a run on another machine left.
 *
 * @returns the exit code of the command
 */
export async function coldRestore({ env, givenVariables, say, signal }: CommandCall): Promise<number> {
  const given = givenVariables.filter((name) => !name.startsWith('AWS_'));
  const { lambdaFunction } = readVariables('cold-restore', VARIABLES, env, given);
  const all = new ColdRecords(env).all();
  const meant =
    lambdaFunction === null ? all : all.filter(({ record }) => isOfFunction(record, lambdaFunction.functionName));
  const options = { env, say, signal };
  let isAllBack = true;
  for (const kept of meant) isAllBack = (await restoreOf(kept, options)) && isAllBack;
  if (meant.length === 0 && lambdaFunction !== null) isAllBack = await restoreUnrecorded(lambdaFunction, options);
  if (meant.length === 0 && lambdaFunction === null) say('poolproof: no run of this user left anything to be set back');
  return isAllBack ? EXIT_CODE.healthy : EXIT_CODE.notRestored;
}

type Options = Pick<CommandCall, 'env' | 'say' | 'signal'>;

async function restoreOf(kept: KeptRecord, options: Options): Promise<boolean> {
  const { say } = options;
  const { functionArn, pid } = kept.record;
  const { region, name } = partsOfArn(functionArn);
  if (isStillAtIt(kept.record) === true) {
    say(`poolproof: a run is still at ${name} and sets it back by itself. End it first: kill ${pid}`);
    return false;
  }
  return withAws(region, options, (aws) => restoreFunction(kept, { aws, say }));
}

async function restoreUnrecorded(lambda: LambdaName, options: Options): Promise<boolean> {
  const { say } = options;
  const { functionName } = lambda;
  try {
    return await withAws(lambda.region, options, async (aws) => {
      const target = await findTarget(aws, functionName);
      const mark = await markOf(target);
      if (mark !== undefined) {
        await byEnvironment.restore(target, { by: 'environment', mark });
        say(`poolproof: ${target.name} has its settings back: ${COLD_VARIABLE} was left by a run on another machine`);
        return true;
      }
      if ((await reservedOf(target)) === 0) {
        say(
          `poolproof: the reserved concurrency of ${target.name} is 0, and there is no record here of what it was. The machine on which it was set to 0 has one`,
        );
        return false;
      }
      say(`poolproof: ${target.name} has nothing to be set back`);
      return true;
    });
  } catch (error) {
    throw new UserError(
      `LAMBDA_FUNCTION=${functionName} cannot be set back: ${(error as Error).message}`,
      EXIT_CODE.notRestored,
      { cause: error },
    );
  }
}

async function withAws<Answer>(
  region: string | null,
  { env, signal }: Options,
  work: (aws: AwsClients) => Promise<Answer>,
): Promise<Answer> {
  const aws = await openAws(region, env, signal);
  try {
    return await work(aws);
  } finally {
    aws.close();
  }
}
