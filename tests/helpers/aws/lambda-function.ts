import { type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { testClients } from './aws-clients.ts';
import { MOTO_ACCOUNT, type Moto } from './moto.ts';

/** A function in moto, and its log. */
export interface LambdaFunction {
  readonly name: string;
  readonly logGroup: string;
  /** Writes lines to the log stream of an environment, which is made when it is not there yet. */
  write(stream: string, events: readonly { timestamp: number; message: string }[]): Promise<void>;
  /** Writes values of its meters, as Lambda does: of the function, and of the alias by which it was called. */
  meter(values: Readonly<Record<string, number>>, at: Date, alias?: string): Promise<void>;
}

let functions = 0;

/** Makes a function of a name of its own, with its log group. */
export async function makeFunction(
  moto: Moto,
  {
    hasLog = true,
    reservedConcurrency,
    ...settings
  }: Partial<CreateFunctionCommandInput> & { readonly hasLog?: boolean; readonly reservedConcurrency?: number } = {},
): Promise<LambdaFunction> {
  functions += 1;
  const name = settings.FunctionName ?? `staging-lego-api-${process.pid}-${functions}`;
  const { lambda, logs, cloudWatch } = testClients(moto.url);
  const Role = await makeRole(moto);
  await lambda.send(
    new CreateFunctionCommand({
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: EMPTY_ZIP },
      MemorySize: 256,
      Timeout: 6,
      Publish: true,
      ...settings,
      FunctionName: name,
    }),
  );
  if (reservedConcurrency !== undefined) {
    const ReservedConcurrentExecutions = reservedConcurrency;
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }));
  }
  const logGroup = settings.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  if (hasLog) await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
  const streams = new Set<string>();
  return {
    name,
    logGroup,
    async write(logStreamName, events) {
      if (!streams.has(logStreamName)) {
        streams.add(logStreamName);
        await logs.send(new CreateLogStreamCommand({ logGroupName: logGroup, logStreamName }));
      }
      await logs.send(new PutLogEventsCommand({ logGroupName: logGroup, logStreamName, logEvents: [...events] }));
    },
    async meter(values, at, alias) {
      const ofAlias = { FunctionName: name, Resource: `${name}:${alias}` };
      const MetricData = [
        ...dataOf({ FunctionName: name }, values, at),
        ...(alias === undefined ? [] : dataOf(ofAlias, values, at)),
      ];
      await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Lambda', MetricData }));
    },
  };
}

/** Writes values of the meters of an ElastiCache that has these dimensions. */
export async function meterCache(
  moto: Moto,
  dimensions: Readonly<Record<string, string>>,
  values: Readonly<Record<string, number>>,
  at: Date,
): Promise<void> {
  const MetricData = dataOf(dimensions, values, at);
  await testClients(moto.url).cloudWatch.send(new PutMetricDataCommand({ Namespace: 'AWS/ElastiCache', MetricData }));
}

function dataOf(
  dimensions: Readonly<Record<string, string>>,
  values: Readonly<Record<string, number>>,
  Timestamp: Date,
): MetricDatum[] {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return Object.entries(values).map(([MetricName, Value]) => ({ MetricName, Value, Dimensions, Timestamp }));
}

/** The smallest archive there is: an end of the central directory. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);
const ROLE = 'poolproof-test';

/** There is no client of IAM here, and this is all that is asked of it. */
async function makeRole({ url }: Moto): Promise<string> {
  const body = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: ROLE,
    AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
  });
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0';
  // The second time it is there already.
  const { status } = await fetch(`${url}/`, { method: 'POST', body, headers: { authorization } });
  if (status !== 200 && status !== 409) throw new Error(`moto made no role (${status})`);
  return `arn:aws:iam::${MOTO_ACCOUNT}:role/${ROLE}`;
}
