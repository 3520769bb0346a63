import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFakeLambdaApi } from '../helpers/fake-lambda-api.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { makeFunction } from '../helpers/lambda-function.ts';
import { MOTO_SKIP_REASON, type Moto, startMoto } from '../helpers/moto.ts';
import { ROOMY_COMMAND } from '../helpers/roomy-limits.ts';
import { ENGINES, runPoolproof, temporaryFolder } from '../helpers/run-poolproof.ts';

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
  const alone = await runPoolproof({ LAMBDA_FUNCTION: 'staging-lego-api' });
  expect(alone.output).toContain('LAMBDA_FUNCTION is set and BASE_URL is not');
  expect(alone.exitCode).toBe(104);
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

  test('a failure that the log has makes the run unhealthy, and the cause is named', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda, {
      log: ({ index }) => (index === 7 ? ['Redis connection failed: connect ECONNREFUSED 10.0.0.7:6379'] : []),
    });
    const { result, exitCode } = await runPoolproof({
      ...moto.env,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
    });
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toEqual(['lambda-redis-unreachable']);
    expect(result?.rules.filter(({ status }) => status === 'fail')).toEqual([
      expect.objectContaining({ id: 'lambda-log-connection-failures', actual: 1, limit: 'count==0' }),
    ]);
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
