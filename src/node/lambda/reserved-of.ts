import { askAws } from './ask-aws.ts';
import { GetFunctionConcurrencyCommand } from './aws-sdk.ts';
import { type ColdTarget, callOf } from './cold-target.ts';

/** What is reserved for a function; null for nothing. */
export async function reservedOf(target: ColdTarget): Promise<number | null> {
  const found = await askAws(callOf(target, 'lambda:GetFunctionConcurrency'), () =>
    target.aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: target.functionArn }), target.aws.abort),
  );
  return found.ReservedConcurrentExecutions ?? null;
}
