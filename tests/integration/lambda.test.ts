import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { serveAwsProxy } from '../helpers/aws/aws-proxy.ts';
import { serveFakeLambdaApi, soundLog } from '../helpers/aws/fake-lambda-api.ts';
import { makeFunction } from '../helpers/aws/lambda-function.ts';
import { MOTO_SKIP_REASON, type Moto, startMoto } from '../helpers/aws/moto.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { ENGINES, runCommand, runPoolproof, startPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

/** Files of the command that have the SDK in them. */
const SDK_FILES = readdirSync(dirname(ROOMY_COMMAND))
  .filter((file) => file.endsWith('.js'))
  .filter((file) =>
    readFileSync(join(dirname(ROOMY_COMMAND), file), 'utf8').includes('node_modules/@aws-sdk/client-lambda'),
  );

/** Files of the SDK that a run loaded. */
async function sdkLoadedBy(env: NodeJS.ProcessEnv): Promise<string[]> {
  const folder = temporaryFolder();
  await runPoolproof({ ...env, NODE_V8_COVERAGE: folder, DURATION: '1s' });
  const loaded = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(loaded.some((text) => text.includes('poolproof.js'))).toBe(true);
  return SDK_FILES.filter((file) => loaded.some((text) => text.includes(`/${file}"`)));
}

test('without LAMBDA_FUNCTION nothing of AWS is loaded', async () => {
  const api = await serveFlagApi(healthyApi);
  expect(SDK_FILES).not.toEqual([]);
  expect(await sdkLoadedBy({ BASE_URL: api.url })).toEqual([]);
});

test('a misspelt variable and a name that is none are refused in one line, and nothing is sent', async () => {
  const api = await serveFlagApi(healthyApi);
  const { output, exitCode } = await runPoolproof({ BASE_URL: api.url, LAMBDA_FUNCTION: 'staging api' });
  expect(output).toContain('LAMBDA_FUNCTION="staging api" is not allowed: give a name or an ARN');
  expect(exitCode).toBe(104);
  const misspelt = await runPoolproof({
    MAKELEVEL: '1',
    MAKEFLAGS: ' -- LAMBDA_FUNCTON=staging-lego-api AWS_REGION=eu-central-1',
    BASE_URL: api.url,
  });
  expect(misspelt.output.trim()).toBe('LAMBDA_FUNCTON is not a variable of poolproof. Did you mean LAMBDA_FUNCTION?');
  const alone = await runPoolproof({ LAMBDA_FUNCTION: 'staging-lego-api' });
  expect(alone.output).toContain('LAMBDA_FUNCTION is set and BASE_URL is not');
  expect(alone.exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

test.each(['ab', 'size', 'manifests', 'cloud'])(
  'make %s, which reads no log, refuses LAMBDA_FUNCTION in one line',
  async (command) => {
    const { output, exitCode } = await runCommand(process.execPath, [ROOMY_COMMAND, command], {
      BASE_URL: 'https://staging-api.example.com',
      HEAD_URL: 'https://staging-api.example.com/head',
      LAMBDA_FUNCTION: 'staging-lego-api',
    });
    expect(output).toMatch(
      /(?:does not read the log of a function|with LAMBDA_FUNCTION: its log is read only after).*Unset/,
    );
    expect(exitCode).toBe(104);
  },
);

test('processes that each send a share somewhere do not read the log of all', async () => {
  const { output, exitCode } = await runPoolproof({
    BASE_URL: 'http://127.0.0.1:1',
    SHARE: '1/2',
    LAMBDA_FUNCTION: 'staging-lego-api',
  });
  expect(output).toContain('Cannot share load among processes: each process would judge the log of all');
  expect(exitCode).toBe(104);
});

test.each([
  [{}, { 'lambda-timeouts': 2 }, 'lambda-timeouts is part of a run only where LAMBDA_FUNCTION names a function'],
  [
    { LAMBDA_FUNCTION: 'api' },
    { 'elasticache-reuse': 2 },
    'elasticache-reuse is part of a run only where ELASTICACHE_NODES or ELASTICACHE_SERVERLESS names a Redis',
  ],
  [{ LAMBDA_FUNCTION: 'api' }, { 'lambda-log-miss-share': 2 }, 'lambda-log-miss-share is 2, and a share is at most 1'],
  [{ LAMBDA_FUNCTION: 'api' }, { 'lambda-timouts': 2 }, 'there is no rule "lambda-timouts": give any of '],
  [{ LAMBDA_FUNCTION: 'api' }, { 'lambda-timeouts:list': 2 }, 'lambda-timeouts is about no single scenario, so '],
])('with %j limits such as %j are refused in one line, and nothing is sent', async (env, limits, line) => {
  const api = await serveFlagApi(healthyApi);
  const { exitCode, output } = await runPoolproof({ ...env, BASE_URL: api.url, LIMITS: JSON.stringify(limits) });
  expect(output).toContain(`LIMITS is not allowed: ${line}`);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

describe.skipIf(MOTO_SKIP_REASON !== '')('on moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  test.each(ENGINES)('a run on %s tells what the log of the function has', async (ENGINE) => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    const { result, output, exitCode } = await runPoolproof({
      ...moto.env,
      ENGINE,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
    });
    expect(output).toContain('HEALTHY');
    expect(exitCode).toBe(0);
    const { logs, ...facts } = result?.lambda ?? {};
    expect(facts).toMatchObject({ functionName: lambda.name, region: 'eu-central-1', runtime: 'nodejs22.x' });
    expect(logs?.invocations).toBe(api.requestCount());
    expect(logs?.environments).toBe(api.environments());
    expect(logs?.init?.count).toBe(api.environments());
    expect(logs?.kinds.connected?.lines).toBe(api.environments());
    expect((logs?.kinds['cache-hit']?.lines ?? 0) + (logs?.kinds['cache-miss']?.lines ?? 0)).toBe(api.requestCount());
  });

  test.each(ENGINES)('Lambda may write JSON, and its environments be counted all the same (%s)', async (ENGINE) => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda, { format: 'json' });
    const { result, exitCode } = await runPoolproof({
      ...moto.env,
      ENGINE,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
    });
    expect(result?.lambda?.logs).toMatchObject({ invocations: api.requestCount(), memoryMaxMb: 91, timedOut: 0 });
    expect(result?.lambda?.logs?.init).toMatchObject({ count: api.environments(), p50Ms: 312.5 });
    expect(exitCode).toBe(0);
  });

  test('processes of this machine that share a load have one log', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    const { result } = await runPoolproof({
      ...moto.env,
      SHARES: '2',
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
    });
    expect(result?.merged?.shares).toHaveLength(2);
    expect(result?.lambda?.logs?.invocations).toBe(api.requestCount());
    expect(result?.rules.map(({ id }) => id)).toContain('lambda-timeouts');
  });

  test('only lines of the version that an alias stands for count, where the log has those of others', async () => {
    const lambda = await makeFunction(moto);
    const stranger = '2026/11/28/[7]ffff';
    const api = await serveFakeLambdaApi(lambda, {
      log: (invocation) => {
        if (invocation.index === 5)
          void lambda.write(stranger, [{ timestamp: Date.now(), message: 'Redis connection failed' }]);
        return soundLog(invocation);
      },
    });
    const LAMBDA_FUNCTION = `${lambda.name}:$LATEST`;
    const { result, exitCode } = await runPoolproof({ ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION });
    expect(result?.lambda).toMatchObject({ qualifier: '$LATEST', version: '$LATEST' });
    expect(result?.lambda?.logs?.environments).toBe(api.environments());
    expect(exitCode).toBe(0);
  });

  test('who is stopped while the log is read gets the result without it', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda, {
      ingestMs: 60_000,
    });
    const run = startPoolproof({
      ...moto.env,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
    });
    await vi.waitFor(() => expect(run.output()).toContain('reading what AWS has on'), {
      timeout: 60_000,
      interval: 50,
    });
    run.child.kill('SIGINT');
    const { result, exitCode } = await run.done;
    expect(result?.lambda?.unread?.logs).toBe('the run was stopped');
    expect(result?.requests.requests).toBeGreaterThan(0);
    expect(result?.verdict.sentence).toBe(`interrupted while AWS was asked about ${lambda.name}`);
    expect(exitCode).toBe(105);
  });

  test('what the log had told until then is kept, and has failed where it tells of a failure', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFlagApi(healthyApi);
    const aws = await serveAwsProxy(moto);
    await lambda.write('2026/11/28/[$LATEST]ab', [
      { timestamp: Date.now() + 1_000, message: 'Redis connection failed: ECONNREFUSED' },
    ]);
    const run = startPoolproof({ ...aws.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name });
    // One before the load, one that read the line, and another.
    const looks = () => aws.actions.filter((action) => action === 'logs:FilterLogEvents').length;
    await vi.waitFor(() => expect(looks()).toBeGreaterThanOrEqual(3), { timeout: 60_000, interval: 20 });
    run.child.kill('SIGINT');
    const { result, output, exitCode } = await run.done;
    expect(exitCode, output).toBe(105);
    expect(output).toContain(`AWS told a part of the logs of ${lambda.name}: the run was stopped`);
    expect(result?.lambda?.logs).toMatchObject({ lines: 1, isComplete: false });
    expect(result?.verdict.status).toBe('unhealthy');
    expect(result?.verdict.sentence).toMatch(/; interrupted while AWS was asked about /);
    const failed = result?.rules.filter(({ status }) => status === 'fail').map(({ id }) => id);
    expect(failed).toEqual(['lambda-log-connection-failures']);
  });

  test('a failure that the log has makes the run unhealthy, and the cause is named, without its secrets', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda, {
      log: ({ index }) => (index === 7 ? ['Redis connection failed: rediss://api:pa55@10.0.0.7 password=pa55'] : []),
    });
    const { result, output, resultsDir, exitCode } = await runPoolproof({
      ...moto.env,
      AWS_SECRET_ACCESS_KEY: 's3cretOfAws',
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
    });
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toEqual(['lambda-redis-unreachable']);
    expect(result?.rules.filter(({ status }) => status === 'fail')).toEqual([
      expect.objectContaining({ id: 'lambda-log-connection-failures', actual: 1, limit: 'count==0' }),
    ]);
    expect(result?.lambda?.logs?.kinds['connection-failed']?.example).toContain('rediss://***@10.0.0.7 password=***');
    const written = ['result.json', 'report.html', 'report.md', 'junit.xml'].map((file) =>
      readFileSync(join(resultsDir, 'latest', file), 'utf8'),
    );
    expect([output, ...written].filter((text) => /s3cretOfAws|pa55/.test(text))).toEqual([]);
  });

  test.each(ENGINES)('LIMITS decides on rules about the function beside those of the load (%s)', async (ENGINE) => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda, {
      log: ({ index }) => (index === 7 ? ['Redis connection failed'] : []),
    });
    const limits = join(temporaryFolder(), 'limits.json');
    writeFileSync(limits, '{"latency-p95": 59999, "lambda-log-connection-failures": 1, "lambda-errors": null}');
    const env = { ...moto.env, ENGINE, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name, LIMITS: limits };
    const { result, output, exitCode, resultsDir } = await runPoolproof(env);
    expect(exitCode, output).toBe(0);
    const rules = Object.fromEntries((result?.rules ?? []).map((rule) => [rule.id, rule]));
    expect(rules['latency-p95']).toMatchObject({ status: 'pass', limit: 'p(95)<59999' });
    expect(rules['lambda-log-connection-failures']).toMatchObject({ status: 'pass', limit: 'count<=1', actual: 1 });
    expect(rules).not.toHaveProperty('lambda-errors');
    expect(result?.settings?.LIMITS).toContain('"lambda-log-connection-failures":1');
    const report = readFileSync(join(resultsDir, 'latest/report.md'), 'utf8');
    expect(report).toContain('<code>lambda-log-connection-failures</code> | 1 | ≤ 1 |');
  });

  test('with LAMBDA_FUNCTION the SDK is loaded', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    expect(await sdkLoadedBy({ ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name })).not.toEqual([]);
  });

  test('a function that is not there is refused before anything is sent', async () => {
    const api = await serveFlagApi(healthyApi);
    const { output, exitCode } = await runPoolproof({ ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION: 'no-such-api' });
    expect(output).toContain(
      'LAMBDA_FUNCTION=no-such-api cannot be read: there is no function no-such-api in the region eu-central-1',
    );
    expect(exitCode).toBe(104);
    expect(api.requestCount()).toBe(0);
  });
});
