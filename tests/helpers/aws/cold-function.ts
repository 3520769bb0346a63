import {
  DeleteFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { temporaryFolder } from '../run-poolproof.ts';
import { testClients } from './aws-clients.ts';
import { type FakeLambdaApi, type FakeLambdaOptions, serveFakeLambdaApi } from './fake-lambda-api.ts';
import { makeFunction } from './lambda-function.ts';
import { type LambdaProxyOptions, serveLambdaProxy } from './lambda-proxy.ts';
import type { Moto } from './moto.ts';

/** A function that a test may make cold. */
export interface ColdFunction {
  readonly name: string;
  /** Settings of a run against it, and what takes its place where AWS is played. */
  readonly env: NodeJS.ProcessEnv & { readonly XDG_STATE_HOME: string };
  readonly variables: () => Promise<Readonly<Record<string, string>>>;
  /** Does what somebody else may do meanwhile. */
  readonly setVariables: (variables: Readonly<Record<string, string>>) => Promise<void>;
  /** What is reserved for it; null for nothing. */
  readonly reserved: () => Promise<number | null>;
  readonly reserve: (reserved: number) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export interface PlayedFunction extends ColdFunction {
  readonly api: FakeLambdaApi;
  /** Calls to AWS so far, by their names. */
  readonly calls: readonly string[];
}

/** What the function has before a run, and is to have after it. */
export const OWN_VARIABLES = { STAGE: 'staging', REDIS_URL: 'redis://cache.example.com:6379' };

/** A function in moto, with an API whose environments go when it is changed. */
export async function playFunction(
  moto: Moto,
  { onChange, ...options }: LambdaProxyOptions = {},
  apiOptions: FakeLambdaOptions = {},
): Promise<PlayedFunction> {
  const made = await makeFunction(moto, { Environment: { Variables: OWN_VARIABLES } });
  const api = await serveFakeLambdaApi(made, apiOptions);
  const proxy = await serveLambdaProxy(moto, {
    ...options,
    onChange() {
      if (apiOptions.alias === undefined) api.renew();
      onChange?.();
    },
  });
  const env = settingsOf(made.name, api.url);
  return {
    ...coldFunction(testClients(moto.url).lambda, made.name),
    // What others change is another revision.
    setVariables: coldFunction(testClients(`${proxy.env.AWS_ENDPOINT_URL}`).lambda, made.name).setVariables,
    api,
    calls: proxy.actions,
    env: { ...env, ...proxy.env },
  };
}

/** A function of AWS itself, given by hand (CONTRIBUTING.md); undefined where none is. */
export function functionOfAws({ AWS_TEST_FUNCTION, AWS_TEST_URL }: NodeJS.ProcessEnv): ColdFunction | undefined {
  if (!AWS_TEST_FUNCTION || !AWS_TEST_URL) return undefined;
  return {
    ...coldFunction(new LambdaClient({}), AWS_TEST_FUNCTION),
    env: settingsOf(AWS_TEST_FUNCTION, AWS_TEST_URL),
  };
}

function settingsOf(LAMBDA_FUNCTION: string, BASE_URL: string): ColdFunction['env'] {
  return { LAMBDA_FUNCTION, BASE_URL, XDG_STATE_HOME: temporaryFolder(), COLD: '1s', COLD_PAUSE: '1s' };
}

function coldFunction(client: LambdaClient, name: string): Omit<ColdFunction, 'env'> {
  const FunctionName = name;
  return {
    name,
    async variables() {
      const found = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return found.Environment?.Variables ?? {};
    },
    async setVariables(Variables) {
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    },
    async reserved() {
      const found = await client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      return found.ReservedConcurrentExecutions ?? null;
    },
    async reserve(ReservedConcurrentExecutions) {
      await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    },
    async remove() {
      await client.send(new DeleteFunctionCommand({ FunctionName }));
    },
  };
}
