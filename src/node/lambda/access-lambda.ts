import type { LambdaReport } from '../../core/lambda/lambda-report.ts';
import type { StreamOwner } from '../../core/lambda/log-stream.ts';
import type { LambdaName } from '../../core/lambda/parse-lambda-function.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { UserError } from '../user-error.ts';
import { accessMeters, type MeterAccess, type NamedCache } from './access-meters.ts';
import { AwsError, askAws } from './ask-aws.ts';
import { type AwsClients, openAws } from './aws-clients.ts';
import { FilterLogEventsCommand, GetFunctionConfigurationCommand } from './aws-sdk.ts';

const LOOK_BACK_MS = 60_000;

/** A function that may be asked about. */
export interface LambdaAccess extends MeterAccess {
  readonly aws: AwsClients;
  /** What the report has of the function itself. */
  readonly facts: Omit<LambdaReport, 'window'>;
  /** Where its log is. */
  readonly logGroup: string;
  /** Whose log streams in it are meant. */
  readonly owner: StreamOwner;
}

export interface AccessOptions {
  /** The Redis behind the function, where its meters are to be read. */
  readonly cache?: NamedCache | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
}

/**
 * Finds the function, and makes sure before the load that all may be asked that will be asked after it.
 *
 * @throws UserError with a line that says what is wrong
 */
export async function accessLambda(
  name: LambdaName,
  { env, cache, say, signal }: AccessOptions,
): Promise<LambdaAccess> {
  let aws: AwsClients | undefined;
  try {
    aws = await openAws(name.region, env, signal);
    const found = await findFunction(aws, name);
    const access = { ...found, ...(await accessMeters(aws, name, cache)) };
    await checkLog(access, say);
    return access;
  } catch (error) {
    aws?.close();
    throw refusal(name, error as Error);
  }
}

function refusal({ functionName, qualifier }: LambdaName, error: Error): Error {
  const shown = `LAMBDA_FUNCTION=${functionName}${qualifier === null ? '' : `:${qualifier}`}`;
  const reason = /^Region is missing/.test(error.message)
    ? 'no region is set. Set AWS_REGION, or give the ARN of the function'
    : error instanceof AwsError
      ? error.message
      : undefined;
  return reason === undefined
    ? error
    : new UserError(`${shown} cannot be read: ${reason}`, EXIT_CODE.invalidSettings, { cause: error });
}

async function findFunction(aws: AwsClients, name: LambdaName): Promise<Omit<LambdaAccess, keyof MeterAccess>> {
  const { functionName, qualifier } = name;
  const { region } = aws;
  const what = `function ${name.name}${qualifier === null ? '' : ` with the alias or version ${qualifier}`}`;
  const found = await askAws({ action: 'lambda:GetFunctionConfiguration', what, region }, () =>
    aws.lambda.send(
      new GetFunctionConfigurationCommand({
        FunctionName: functionName,
        ...(qualifier !== null && { Qualifier: qualifier }),
      }),
      aws.abort,
    ),
  );
  const version = found.Version ?? '$LATEST';
  return {
    aws,
    owner: { name: name.name, version: qualifier === null ? null : version },
    logGroup: found.LoggingConfig?.LogGroup ?? `/aws/lambda/${name.name}`,
    facts: {
      functionName: name.name,
      qualifier,
      version,
      region,
      runtime: found.Runtime ?? null,
      memoryMb: found.MemorySize ?? 128,
      timeoutMs: (found.Timeout ?? 3) * 1_000,
    },
  };
}

/** A function that never ran has no log group yet. */
async function checkLog({ aws, logGroup }: LambdaAccess, say: (line: string) => void): Promise<void> {
  const call = { action: 'logs:FilterLogEvents', what: `log group ${logGroup}`, region: aws.region };
  try {
    // A moment of it, for a log group may be large.
    const input = { logGroupName: logGroup, startTime: Date.now() - LOOK_BACK_MS, limit: 1 };
    await askAws(call, () => aws.logs.send(new FilterLogEventsCommand(input), aws.abort));
  } catch (error) {
    if (!(error instanceof AwsError && error.isNotFound)) throw error;
    say(`poolproof: ${error.message} yet; it should be there when the function has run`);
  }
}
