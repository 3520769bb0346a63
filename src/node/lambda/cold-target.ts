import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { AwsCall } from '../../core/lambda/aws-problem.ts';
import { partsOfArn } from '../../core/lambda/cold-record.ts';
import { askAws } from './ask-aws.ts';
import type { AwsClients } from './aws-clients.ts';
import { GetFunctionConfigurationCommand } from './aws-sdk.ts';

const LOOK_EVERY_MS = 500;
/** In a VPC an update may take minutes. */
const PATIENCE_MS = 300_000;

/**
 * A function that is to be changed, or set back. What is asked and waited for ends when `aws.abort` does; what is written is written, or
 * nobody would know what became of it.
 */
export interface ColdTarget {
  readonly aws: AwsClients;
  /** Or its name; without a version or an alias. */
  readonly functionArn: string;
  readonly name: string;
}

export async function findTarget(aws: AwsClients, functionName: string): Promise<ColdTarget> {
  const call = { action: 'lambda:GetFunctionConfiguration', what: `function ${functionName}`, region: aws.region };
  const found = await askAws(call, () =>
    aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }), aws.abort),
  );
  return targetOf(aws, found.FunctionArn ?? '');
}

export function targetOf(aws: AwsClients, arn: string): ColdTarget {
  const { functionArn, name } = partsOfArn(arn);
  return { aws, functionArn, name };
}

export function callOf({ aws, name }: ColdTarget, action: string): AwsCall {
  return { action, what: `function ${name}`, region: aws.region };
}

/**
 * The function when no update of it is under way any more. The waiters of the SDK would take a missing permission for a reason to go
 * on.
 */
export async function settledFunction(target: ColdTarget): Promise<FunctionConfiguration> {
  const { aws, functionArn: FunctionName } = target;
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await askAws(callOf(target, 'lambda:GetFunctionConfiguration'), () =>
      aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }), aws.abort),
    );
    if (found.LastUpdateStatus !== 'InProgress' && found.State !== 'Pending') return found;
    if (performance.now() > endMs) throw new Error(`an update of ${target.name} is still under way after 5 min`);
    await sleep(LOOK_EVERY_MS, undefined, { signal: aws.abort.abortSignal });
  }
}
