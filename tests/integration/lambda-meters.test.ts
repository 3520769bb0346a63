import { CreateAliasCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testClients } from '../helpers/aws/aws-clients.ts';
import { serveAwsProxy } from '../helpers/aws/aws-proxy.ts';
import { serveFakeLambdaApi } from '../helpers/aws/fake-lambda-api.ts';
import { makeFunction, meterCache } from '../helpers/aws/lambda-function.ts';
import { MOTO_SKIP_REASON, type Moto, startMoto } from '../helpers/aws/moto.ts';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof, startPoolproof } from '../helpers/run-poolproof.ts';

const SOUND_NODE = {
  CurrConnections: 6,
  NewConnections: 1,
  CacheHits: 90,
  CacheMisses: 5,
  Evictions: 0,
  CurrItems: 40,
  EngineCPUUtilization: 12.5,
};
const MINUTE_MS = 60_000;

test('ELASTICACHE_NODES without a function, and names that are none, are refused in one line', async () => {
  const api = await serveFlagApi(healthyApi);
  const alone = await runPoolproof({ BASE_URL: api.url, ELASTICACHE_NODES: 'staging-redis-001' });
  expect(alone.output).toContain('ELASTICACHE_NODES is set and LAMBDA_FUNCTION is not');
  expect(alone.exitCode).toBe(104);
  const wrong = await runPoolproof({
    BASE_URL: api.url,
    LAMBDA_FUNCTION: 'api',
    ELASTICACHE_NODES: 'redis.example.com',
  });
  expect(wrong.output).toContain('ELASTICACHE_NODES="redis.example.com" is not allowed: give up to 20 names of nodes');
  expect(wrong.exitCode).toBe(104);
  const serverless = await runPoolproof({ BASE_URL: api.url, ELASTICACHE_SERVERLESS: 'staging-redis' });
  expect(serverless.output).toContain('ELASTICACHE_SERVERLESS is set and LAMBDA_FUNCTION is not');
  expect(serverless.exitCode).toBe(104);
  expect(api.requestCount()).toBe(0);
});

describe.skipIf(MOTO_SKIP_REASON !== '')('on moto', () => {
  let moto: Moto;
  let caches = 0;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  /** A node that tells the same in the minute before a run, in that of the run, and in the one after it. */
  async function soundNode(different: Partial<typeof SOUND_NODE> = {}): Promise<string> {
    return metered('CacheClusterId', { ...SOUND_NODE, ...different });
  }

  async function metered(dimension: string, values: Readonly<Record<string, number>>): Promise<string> {
    caches += 1;
    const name = `staging-redis-00${caches}`;
    for (const minutes of [-1, 0, 1]) {
      await meterCache(moto, { [dimension]: name }, values, new Date(Date.now() + minutes * MINUTE_MS));
    }
    return name;
  }

  test.each(ENGINES)('a run on %s has the meters of the function and of its Redis', async (ENGINE) => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    const { result, output, exitCode } = await runPoolproof({
      ...moto.env,
      ENGINE,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
      ELASTICACHE_NODES: `${await soundNode()},${await soundNode({ EngineCPUUtilization: 40 })}`,
    });
    expect(output).toContain('HEALTHY');
    expect(exitCode).toBe(0);
    const { minutes = [], isComplete, cache } = result?.lambda?.meters ?? {};
    expect(isComplete).toBe(true);
    expect(minutes.reduce((sum, { invocations }) => sum + (invocations ?? 0), 0)).toBe(api.requestCount());
    expect(Math.max(...minutes.map(({ concurrencyMax }) => concurrencyMax ?? 0))).toBe(api.environments());
    expect(cache?.connectionsBefore).toBe(12);
    expect(cache?.minutes.at(-1)).toMatchObject({ connectionsMax: 12, newConnections: 2, engineCpuPercent: 40 });
    const judged = Object.fromEntries((result?.rules ?? []).map(({ id, status, actual }) => [id, [status, actual]]));
    expect(judged).toMatchObject({
      'lambda-throttles': ['pass', 0],
      'lambda-errors': ['pass', 0],
      'elasticache-evictions': ['pass', 0],
      'elasticache-engine-cpu': ['pass', 0.4],
      // 12 at once, where 10 were expected: others may have opened them.
      'elasticache-connections': ['not-judged', 12],
    });
    expect(output).toMatch(/its meters +at most \d+ environments at a time \(none reserved/);
  });

  test('of an alias its own meters are read, and not those of the whole function', async () => {
    const lambda = await makeFunction(moto);
    const names = { FunctionName: lambda.name, Name: 'live', FunctionVersion: '1' };
    await testClients(moto.url).lambda.send(new CreateAliasCommand(names));
    const api = await serveFakeLambdaApi(lambda, { alias: 'live' });
    await lambda.meter({ Invocations: 5_000, Errors: 7 }, new Date());
    const LAMBDA_FUNCTION = `${lambda.name}:live`;
    const { result, exitCode } = await runPoolproof({ ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION });
    const { minutes = [] } = result?.lambda?.meters ?? {};
    expect(minutes.reduce((sum, { invocations }) => sum + (invocations ?? 0), 0)).toBe(api.requestCount());
    expect(result?.lambda).toMatchObject({ qualifier: 'live', version: '1' });
    expect(exitCode).toBe(0);
  });

  test('throttles are named, with what was reserved', async () => {
    const lambda = await makeFunction(moto, { reservedConcurrency: 5 });
    const api = await serveFakeLambdaApi(lambda);
    await lambda.meter({ Throttles: 3 }, new Date());
    const { result, exitCode } = await runPoolproof({ ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name });
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toEqual(['lambda-throttled']);
    expect(result?.findings[0]?.sentence).toMatch(/^Lambda refused 3 requests .* and 5 are reserved$/);
  });

  test('what the meters of a Redis of its own show is held against the function', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    const { result, exitCode } = await runPoolproof({
      ...moto.env,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
      ELASTICACHE_NODES: await soundNode({ Evictions: 7 }),
      ELASTICACHE_ALONE: '1',
    });
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toEqual(['elasticache-evictions']);
  });

  test('who does not wait for the meters gets what is known, and 105', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    // CloudWatch has no request yet.
    const aws = await serveAwsProxy(moto, ({ action }) =>
      action === 'cloudwatch:GetMetricData'
        ? { rewrite: (text) => text.replaceAll(/"Values": ?\[[^\]]*\]/g, '"Values":[]') }
        : false,
    );
    const run = startPoolproof({ ...aws.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name });
    const looks = () => aws.actions.filter((action) => action === 'cloudwatch:GetMetricData').length;
    // One before the load, one that read the meters, and another.
    await vi.waitFor(() => expect(looks()).toBeGreaterThanOrEqual(3), { timeout: 60_000, interval: 20 });
    run.child.kill('SIGINT');
    const { result, output, exitCode } = await run.done;
    expect(exitCode, output).toBe(105);
    expect(result?.lambda?.unread?.meters).toBe('the run was stopped');
    expect(result?.lambda?.meters?.isComplete).toBe(false);
    expect(result?.verdict.sentence).toContain(`interrupted while AWS was asked about ${lambda.name}`);
    expect(result?.rules.find(({ id }) => id === 'lambda-throttles')).toMatchObject({ why: 'the run was stopped' });
  });

  test.each([['embedded', 'clusterId'], ...ENGINES.map((engine) => [engine, 'ServerlessCacheName'])])(
    'a run on %s has the meters of ElastiCache Serverless, which are under %s',
    async (ENGINE, dimension) => {
      const lambda = await makeFunction(moto);
      const api = await serveFakeLambdaApi(lambda);
      const { EngineCPUUtilization: _cpu, CacheMisses: _misses, ...of } = SOUND_NODE;
      const serverless = { ...of, CacheHitRate: 90, ThrottledCmds: 2, ElastiCacheProcessingUnits: 500 };
      const name = await metered(dimension ?? '', serverless);
      const env = { ...moto.env, ENGINE, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name };
      const shared = await runPoolproof({ ...env, ELASTICACHE_SERVERLESS: name.toUpperCase() });
      expect(shared.exitCode, shared.output).toBe(0);
      const { cache } = shared.result?.lambda?.meters ?? {};
      // One minute of them, or two.
      expect(cache?.serverless?.names).toEqual([name]);
      expect([2, 4]).toContain(cache?.serverless?.throttled);
      expect(cache).toMatchObject({ nodes: [], connectionsBefore: 6 });
      expect(cache?.minutes.at(-1)).toMatchObject({ hits: 90, misses: 10, engineCpuPercent: null });
      const rules = Object.fromEntries((shared.result?.rules ?? []).map((rule) => [rule.id, rule]));
      expect(rules['elasticache-connections']).toMatchObject({ status: 'pass', actual: 6 });
      expect(rules['elasticache-throttled']).toMatchObject({ status: 'not-judged', limit: 'count==0' });
      expect(rules).not.toHaveProperty('elasticache-engine-cpu');
      expect(shared.output).toMatch(new RegExp(`ElastiCache +${name} · all clients together`));
    },
  );

  test('commands that a serverless cache refused fail a run that has it alone, and are named', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFakeLambdaApi(lambda);
    const { EngineCPUUtilization: _cpu, ...of } = SOUND_NODE;
    const { result, exitCode } = await runPoolproof({
      ...moto.env,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
      ELASTICACHE_SERVERLESS: await metered('clusterId', { ...of, ThrottledCmds: 3 }),
      ELASTICACHE_ALONE: '1',
    });
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toEqual(['elasticache-throttled']);
  });

  test('a serverless cache that has no meters is refused before anything is sent', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFlagApi(healthyApi);
    const env = { ...moto.env, BASE_URL: api.url, LAMBDA_FUNCTION: lambda.name };
    const { output, exitCode } = await runPoolproof({ ...env, ELASTICACHE_SERVERLESS: 'no-such' });
    expect(output).toContain('there is no ElastiCache Serverless cache no-such with meters of the last 15 minutes');
    expect(exitCode).toBe(104);
    expect(api.requestCount()).toBe(0);
  });

  test('a node that has no meters is refused before anything is sent', async () => {
    const lambda = await makeFunction(moto);
    const api = await serveFlagApi(healthyApi);
    const { output, exitCode } = await runPoolproof({
      ...moto.env,
      BASE_URL: api.url,
      LAMBDA_FUNCTION: lambda.name,
      ELASTICACHE_NODES: 'staging-redis',
    });
    expect(output).toContain('there is no ElastiCache node staging-redis with meters of the last 15 minutes');
    expect(exitCode).toBe(104);
    expect(api.requestCount()).toBe(0);
  });
});
