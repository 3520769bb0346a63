import { CloudWatchClient, CloudWatchLogsClient, LambdaClient } from './aws-sdk.ts';

/** Enough for a limit of a few calls a second: the pauses between attempts grow. */
const ATTEMPTS = 6;
const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;

export interface AwsClients {
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudWatch: CloudWatchClient;
  readonly region: string;
  /** To be given to each call: it ends when the user wants to stop. */
  readonly abort: { readonly abortSignal: AbortSignal };
  close(): void;
}

/**
 * Clients that take credentials, profile, region and addresses as every tool of AWS does.
 *
 * @param region of an ARN; null where the settings say which
 * @throws Error when no region is set
 */
export async function openAws(region: string | null, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<AwsClients> {
  // The SDK looks nowhere else, and a file of env/ may have them too. To us, what is empty is not set.
  for (const [name, value] of Object.entries(env).filter(([name]) => name.startsWith('AWS_'))) {
    if (value === '') delete process.env[name];
    else process.env[name] = value;
  }
  // Which Node.js fits is for package.json to say.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const given = region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION);
  const config = {
    ...(given && { region: given }),
    ...(!env.AWS_MAX_ATTEMPTS && { maxAttempts: ATTEMPTS }),
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
  const lambda = new LambdaClient(config);
  const logs = new CloudWatchLogsClient(config);
  const cloudWatch = new CloudWatchClient(config);
  return {
    lambda,
    logs,
    cloudWatch,
    region: await lambda.config.region(),
    abort: { abortSignal: signal },
    close() {
      for (const client of [lambda, logs, cloudWatch]) client.destroy();
    },
  };
}
