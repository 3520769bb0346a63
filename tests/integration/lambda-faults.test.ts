import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testClients } from '../helpers/aws/aws-clients.ts';
import { denyAsAws, type Meddle, refuseAsAws, serveAwsProxy } from '../helpers/aws/aws-proxy.ts';
import { serveFakeLambdaApi, soundLog } from '../helpers/aws/fake-lambda-api.ts';
import { makeFunction } from '../helpers/aws/lambda-function.ts';
import { MOTO_SKIP_REASON, type Moto, startMoto } from '../helpers/aws/moto.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

describe.skipIf(MOTO_SKIP_REASON !== '')('on moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  test.each<[string, Meddle, RegExp]>([
    [
      'whose configuration may not be read',
      ({ action }, response) => action === 'lambda:GetFunctionConfiguration' && denyAsAws(response, action),
      /cannot be read: the permission lambda:GetFunctionConfiguration is missing for arn:aws:iam::123456789012:user\/ci; docs\/lambda\.md has the policy/,
    ],
    [
      'whose log may not be read',
      ({ action }, response) => action === 'logs:FilterLogEvents' && denyAsAws(response, action),
      /cannot be read: the permission logs:FilterLogEvents is missing for arn:aws:iam::123456789012:user\/ci/,
    ],
    [
      'whose meters may not be read',
      ({ action }, response) => action === 'cloudwatch:GetMetricData' && denyAsAws(response, action),
      /cannot be read: the permission cloudwatch:GetMetricData is missing for arn:aws:iam::123456789012:user\/ci/,
    ],
    [
      'whose reserved concurrency may not be read',
      ({ action }, response) => action === 'lambda:GetFunctionConcurrency' && denyAsAws(response, action),
      /cannot be read: the permission lambda:GetFunctionConcurrency is missing for arn:aws:iam::123456789012:user\/ci/,
    ],
    [
      'that is asked for with expired credentials',
      (_call, response) => refuseAsAws(response, 403, 'ExpiredTokenException', 'The security token has expired'),
      /cannot be read: the AWS credentials have expired\./,
    ],
    [
      'that is asked for with credentials that nobody knows',
      (_call, response) => refuseAsAws(response, 403, 'UnrecognizedClientException', 'The security token is invalid'),
      /cannot be read: AWS does not accept the credentials in the region eu-central-1 \(The security token is invalid\)/,
    ],
  ])('a function %s is refused in one line before anything is sent', async (_what, meddle, line) => {
    const lambda = await makeFunction(moto);
    const api = await serveFlagApi(healthyApi);
    const { env } = await serveAwsProxy(moto, meddle);
    const { output, exitCode } = await runPoolproof({ ...env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name });
    expect(output.trim().split('\n').at(-1)).toMatch(line);
    expect(exitCode).toBe(104);
    expect(api.requestCount()).toBe(0);
  });

  test.each([
    [{ AWS_REGION: 'us-east-1' }, /there is no function \S+ in the region us-east-1$/],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' }, /there is no function \S+ in the region us-east-1$/],
    [{ AWS_REGION: '' }, /no region is set\. Set AWS_REGION, or give the ARN of the function$/],
    [{ AWS_ACCESS_KEY_ID: '' }, /there are no AWS credentials \(/],
  ])('with %j the function is refused in one line', async (settings, line) => {
    const lambda = await makeFunction(moto);
    const api = await serveFlagApi(healthyApi);
    const env = { ...moto.env, AWS_DEFAULT_REGION: '', ...settings, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name };
    const { output, exitCode } = await runPoolproof(env);
    expect(output.trim().split('\n').at(-1)).toMatch(line);
    expect(exitCode).toBe(104);
    expect(api.requestCount()).toBe(0);
  });

  test('an alias that is not there is refused, and the ARN of a function has its region', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    const env = { ...moto.env, BASE_URL: api.url, AWS_REGION: 'us-east-1' };
    const arn = `arn:aws:lambda:eu-central-1:123456789012:function:${lambda.name}`;
    const refused = await runPoolproof({ ...env, LAMBDA_FUNCTION: `${arn}:no-such-alias` });
    expect(refused.output).toContain('with the alias or version no-such-alias in the region eu-central-1');
    expect(refused.exitCode).toBe(104);
    const asked: string[] = [];
    const proxy = await serveAwsProxy(moto, ({ action, path }) => {
      if (action.startsWith('lambda:')) asked.push(decodeURIComponent(path));
      return false;
    });
    const { result, exitCode } = await runPoolproof({ ...env, ...proxy.env, AWS_REGION: '', LAMBDA_FUNCTION: arn });
    // A function of the same name may be in the account of the credentials.
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((path) => !path.includes(arn))).toEqual([]);
    expect(result?.lambda).toMatchObject({ functionName: lambda.name, region: 'eu-central-1' });
    expect(exitCode).toBe(0);
  });

  test.each(ENGINES)(
    'calls that are throttled are sent again, and pages that are empty or broken off lose no line (%s)',
    async (ENGINE) => {
      const lambda = await makeFunction(moto);
      const api = await serveFakeLambdaApi(lambda);
      const { env } = await serveAwsProxy(moto, ({ action, index, body }, response) => {
        if (action === 'lambda:GetFunctionConfiguration' && index === 0)
          return refuseAsAws(response, 429, 'TooManyRequestsException', 'Rate exceeded');
        if (action !== 'logs:FilterLogEvents') return false;
        if (index % 5 === 1) return refuseAsAws(response, 400, 'ThrottlingException', 'Rate exceeded');
        if (index % 5 === 2) return { isCutOff: true };
        const { nextToken = '', ...input } = JSON.parse(body.toString());
        if (!nextToken.startsWith(BEHIND)) return emptyPage(response, nextToken);
        const token = nextToken.slice(BEHIND.length);
        return { body: JSON.stringify({ ...input, limit: 20, ...(token !== '' && { nextToken: token }) }) };
      });
      const { result, exitCode } = await runPoolproof({
        ...env,
        ENGINE,
        BASE_URL: api.url,
        LAMBDA_FUNCTION: lambda.name,
      });
      expect(result?.lambda?.logs?.invocations).toBe(api.requestCount());
      expect(exitCode).toBe(0);
    },
  );

  test('calls that are throttled for good leave the log unread, and the result says so', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    const { env } = await serveAwsProxy(
      moto,
      ({ action, index }, response) =>
        action === 'logs:FilterLogEvents' &&
        index > 0 &&
        refuseAsAws(response, 400, 'ThrottlingException', 'Rate exceeded'),
    );
    const { result, output, exitCode } = await runPoolproof({
      ...env,
      AWS_MAX_ATTEMPTS: '2',
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
    });
    const why = 'AWS refused logs:FilterLogEvents because there were too many calls, again and again. Try later';
    expect(output).toContain(`poolproof: AWS told nothing of the logs of ${lambda.name}: ${why}`);
    expect(result?.lambda).toMatchObject({ unread: { logs: why } });
    expect(result?.verdict).toMatchObject({ status: 'not-judged' });
    expect(result?.requests.requests).toBeGreaterThan(0);
    expect(exitCode).toBe(3);
  });

  test.each([-4_900, 4_900])('a clock of Lambda that differs by %i ms costs no line', async (clockAheadMs) => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda, { clockAheadMs });
    const { result } = await runPoolproof({ ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name });
    expect(result?.lambda?.logs?.invocations).toBe(api.requestCount());
  });

  test('lines that come late are waited for', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda, { ingestMs: 4_000 });
    const { result } = await runPoolproof({ ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name });
    expect(result?.lambda?.logs).toMatchObject({ invocations: api.requestCount(), isComplete: true });
    expect(result?.lambda?.logs?.waitedMs).toBeGreaterThan(3_000);
  });

  test('a log group that is not there is told before the load, and not judged after it', async () => {
    const lambda = await makeFunction(moto, { hasLog: false });
    const api = await serveFakeLambdaApi(lambda);
    const { output, result, exitCode } = await runPoolproof({
      ...moto.env,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
    });
    const why = `there is no log group ${lambda.logGroup} in the region eu-central-1`;
    expect(output).toContain(`poolproof: ${why} yet; it should be there when the function has run`);
    expect(result?.lambda?.unread).toEqual({ logs: why });
    expect(exitCode).toBe(3);
  });

  test('a function that is deleted in between, with its log, loses nothing of the result', async () => {
    const lambda = await makeFunction(moto);
    const { lambda: client, logs } = testClients(moto.url);
    const api = await serveFakeLambdaApi(lambda, {
      log: (invocation) => {
        if (invocation.index === 20) void remove();
        return soundLog(invocation);
      },
    });
    async function remove(): Promise<void> {
      await client.send(new DeleteFunctionCommand({ FunctionName: lambda.name }));
      await logs.send(new DeleteLogGroupCommand({ logGroupName: lambda.logGroup }));
    }
    const { result, exitCode } = await runPoolproof({ ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name });
    expect(result?.lambda?.unread?.logs).toContain(`there is no log group ${lambda.logGroup}`);
    expect(result?.rules.filter(({ status }) => status === 'pass').length).toBeGreaterThan(5);
    expect(exitCode).toBe(3);
  });

  test('LAMBDA_PATTERNS that are wrong are refused in one line, and sound ones are counted by', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda, { log: () => ['sold out'] });
    const file = join(temporaryFolder(), 'patterns.json');
    const env = { ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name, LAMBDA_PATTERNS: file };
    expect((await runPoolproof(env)).output).toContain('is not allowed: it cannot be read (ENOENT)');
    writeFileSync(file, '{"sold-out": "("}');
    const refused = await runPoolproof(env);
    expect(refused.output).toContain('is not allowed: "(" of "sold-out" is no regular expression');
    expect(refused.exitCode).toBe(104);
    expect(api.requestCount()).toBe(0);
    writeFileSync(file, '{"sold-out": "sold out"}');
    const { result } = await runPoolproof(env);
    expect(result?.lambda?.logs?.kinds['sold-out']?.lines).toBe(api.requestCount());
  });
});

/** Marks a token that comes from an empty page. */
const BEHIND = 'behind ';

/** An empty page with more behind it, as AWS gives them; moto has none. */
function emptyPage(response: Parameters<Meddle>[1], nextToken: string): true {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ events: [], nextToken: `${BEHIND}${nextToken}` }));
  return true;
}
