import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Result } from '../../src/core/result/result.ts';
import { serveCachedApi } from '../helpers/cached-api.ts';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { neighbourOf } from '../helpers/neighbour.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

function ruleOf(result: Result | undefined, id: string) {
  return result?.rules.find((rule) => rule.id === id);
}

/** One connection, opened when it is first asked for. */
function once(): (open: () => Redis) => Redis {
  let kept: Redis | undefined;
  return (open) => {
    kept ??= open();
    return kept;
  };
}

/** Whether the connection that observes has been there for a second or longer. */
async function isObserved(redis: Redis): Promise<boolean> {
  return / name=poolproof-probe age=[1-9]/.test(String(await redis.client('LIST')));
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  async function runBeside(port: number, env: NodeJS.ProcessEnv = {}, profile = 'load') {
    const api = await serveCachedApi(port);
    return runPoolproof(
      {
        ENGINE,
        BASE_URL: api.url,
        REDIS_URL: `redis://127.0.0.1:${port}`,
        API_CLIENTS: 'my-api',
        EXPECTED_MAX_CONNECTIONS: '3',
        DURATION: '4s',
        ...env,
      },
      profile,
    );
  }

  test('a neighbour whose lookups miss is not the API', async () => {
    const { port } = await startRedisServer();
    const kept = once();
    neighbourOf(port, 10, (open, count) => kept(open).get(`lock:${count}`));
    const { result, output } = await runBeside(port);
    expect(result?.verdict.status, output).toBe('not-judged');
    expect(ruleOf(result, 'redis-miss-share')?.why).toMatch(/others on this Redis made \d+ % of the lookups/);
    expect(result?.findings).toEqual([]);
  });

  test('without API_CLIENTS connections of several kinds are nobody’s in particular, and are named', async () => {
    const { port } = await startRedisServer();
    const kept = ['billing', ''].map((connectionName) => {
      const redis = new Redis(port, '127.0.0.1', { connectionName, disableClientInfo: true });
      onTestFinished(() => redis.disconnect());
      return redis;
    });
    neighbourOf(port, 50, () => Promise.all(kept.map((redis) => redis.ping())));
    const { result, output, exitCode } = await runBeside(port, { API_CLIENTS: '*' });
    expect(result?.verdict.status, output).toBe('not-judged');
    expect(exitCode).toBe(3);
    const { status, why } = ruleOf(result, 'redis-connections') ?? {};
    expect(status, output).toBe('not-judged');
    expect(why).toMatch(/^\d+ connections are of .*: API_CLIENTS tells which are the API's$/);
    for (const kind of ['billing', 'my-api', 'without a name from 127.0.0.1']) expect(why).toContain(kind);
    expect(result?.evidence?.connectionsMax).toBeNull();
    expect(result?.findings).toEqual([]);
  });

  test('without API_CLIENTS two applications on one host without names are told apart by their users', async () => {
    const { port } = await startRedisServer();
    const api = await serveCachedApi(port, 3, '');
    const admin = new Redis(port, '127.0.0.1');
    await admin.call('ACL', 'SETUSER', 'billing', 'on', '>s3cret', '~*', '+@all');
    admin.disconnect();
    const kept = [1, 2].map(() => {
      const redis = new Redis(port, '127.0.0.1', { username: 'billing', password: 's3cret', disableClientInfo: true });
      onTestFinished(() => redis.disconnect());
      return redis;
    });
    neighbourOf(port, 50, () => Promise.all(kept.map((redis) => redis.ping())));
    const env = { ENGINE, BASE_URL: api.url, REDIS_URL: `redis://127.0.0.1:${port}`, EXPECTED_MAX_CONNECTIONS: '3' };
    const { result, output } = await runPoolproof(env);
    expect(ruleOf(result, 'redis-connections'), output).toMatchObject({ status: 'not-judged' });
    expect(ruleOf(result, 'redis-connections')?.why).toContain('without a name from 127.0.0.1 as billing');
    expect(result?.findings).toEqual([]);
  });

  test('an API that is no longer let in is told so', async () => {
    const { port } = await startRedisServer();
    const admin = new Redis(port, '127.0.0.1', { connectionName: 'poolproof-probe' });
    onTestFinished(() => admin.disconnect());
    await admin.call('ACL', 'SETUSER', 'api', 'on', '>old', '~*', '+@all');
    const login = { username: 'api', password: 'old', maxRetriesPerRequest: 0, retryStrategy: () => 20 };
    const redis = new Redis(port, '127.0.0.1', login);
    redis.on('error', () => {});
    onTestFinished(() => redis.disconnect());
    let count = 0;
    const api = await serveFlagApi(async (request, response) => {
      count += 1;
      if (count === 60) {
        await admin.call('ACL', 'SETUSER', 'api', 'resetpass', '>new');
        await admin.call('CLIENT', 'KILL', 'USER', 'api');
      }
      try {
        const key = `my-api:${request.url}`;
        if ((await redis.get(key)) === null) await redis.set(key, 'cached');
        healthyApi(request, response);
      } catch {
        answerJson(response, {}, 503);
      }
    });
    const env = { ENGINE, BASE_URL: api.url, REDIS_URL: `redis://127.0.0.1:${port}`, DURATION: '6s' };
    const { result, output } = await runPoolproof(env);
    expect(result?.findings[0]?.id, output).toBe('redis-login-refused');
  });

  test('a neighbour that is not let in is not the API', async () => {
    const { port } = await startRedisServer();
    neighbourOf(port, 100, () => {
      const redis = new Redis(port, '127.0.0.1', {
        username: 'billing',
        password: 'wrong',
        disableClientInfo: true,
        retryStrategy: () => null,
      });
      redis.on('error', () => redis.disconnect());
    });
    const { result, output } = await runBeside(port, { LIMITS: '{"latency-p95": 0.01}' });
    expect(result?.verdict.status, output).toBe('unhealthy');
    expect(result?.findings.map(({ id }) => id)).not.toContain('redis-login-refused');
  });

  test('a neighbour that connects and quits is not the API', async () => {
    const { port } = await startRedisServer();
    neighbourOf(port, 25, async (open) => {
      const redis = open();
      await redis.ping();
      redis.disconnect();
    });
    const { result, output } = await runBeside(port);
    expect(result?.verdict.status, output).toBe('healthy');
    expect(ruleOf(result, 'redis-reuse')).toMatchObject({ status: 'pass' });
  });

  test('a neighbour that fills the memory leaves memory and evictions unjudged', async () => {
    // What expires soonest goes first: keys of the neighbour.
    const { port } = await startRedisServer('--maxmemory-policy', 'volatile-ttl');
    const kept = once();
    let isLimited = false;
    neighbourOf(port, 20, async (open, count) => {
      await kept(open).set(`report:${count}`, Buffer.alloc(400_000), 'EX', 30);
      if (isLimited || !(await isObserved(kept(open)))) return;
      isLimited = true;
      const [, used] = /^used_memory:(\d+)/m.exec(await kept(open).info('memory')) ?? [];
      await kept(open).config('SET', 'maxmemory', Number(used) + 20_000_000);
    });
    const { result, output } = await runBeside(port);
    expect(result?.verdict.status, output).toBe('not-judged');
    expect(ruleOf(result, 'redis-memory-growth')?.why).toMatch(/Redis grew by .* while others were using it/);
    expect(ruleOf(result, 'redis-evictions')?.why).toMatch(/\d+ keys were evicted while others/);
    expect(result?.findings).toEqual([]);
  });

  test('memory that a neighbour fills while a soak runs has not drifted', async () => {
    const { port } = await startRedisServer();
    const kept = once();
    neighbourOf(port, 20, (open, count) => kept(open).set(`report:${count}`, Buffer.alloc(400_000)));
    const { result, output } = await runBeside(port, { LIMITS: '{ "latency-drift": 1000 }' }, 'soak');
    expect(result?.verdict.status, output).toBe('not-judged');
    expect(ruleOf(result, 'memory-drift')?.why).toMatch(/Redis grew by .* while others were using it/);
    expect(ruleOf(result, 'connections-drift')).toMatchObject({ status: 'pass' });
    expect(result?.findings).toEqual([]);
  });

  test('a neighbour that wants more connections than there are leaves rejections unjudged', async () => {
    const { port } = await startRedisServer();
    const kept = once();
    let isFull = false;
    neighbourOf(port, 50, async (open) => {
      if (isFull) open();
      if (isFull || !(await isObserved(kept(open)))) return;
      const [, connected = ''] = /^connected_clients:(\d+)/m.exec(await kept(open).info('clients')) ?? [];
      await kept(open).config('SET', 'maxclients', connected);
      isFull = true;
    });
    const { result, output } = await runBeside(port);
    expect(result?.verdict.status, output).toBe('not-judged');
    expect(ruleOf(result, 'redis-rejected-connections')?.why).toMatch(/\d+ connections were rejected while others/);
    expect(result?.findings).toEqual([]);
  });

  test('without API_CLIENTS memory that another kind may have filled is not judged', async () => {
    const { port } = await startRedisServer();
    const kept = once();
    neighbourOf(port, 20, (open, count) => kept(open).set(`report:${count}`, Buffer.alloc(400_000)));
    const { result, output } = await runBeside(port, { API_CLIENTS: '*', EXPECTED_MAX_CONNECTIONS: '4' });
    expect(ruleOf(result, 'redis-memory-growth'), output).toMatchObject({ status: 'not-judged' });
    expect(ruleOf(result, 'redis-memory-growth')?.why).toMatch(/while .*another-app.* were using it/);
    // Few enough, whose ever they are.
    expect(ruleOf(result, 'redis-connections')).toMatchObject({ status: 'pass' });
    expect(result?.findings).toEqual([]);
  });

  test('without API_CLIENTS all that is connected is the API where it is of one kind, and judged', async () => {
    const { port } = await startRedisServer();
    const { result, output } = await runBeside(port, { API_CLIENTS: '*', EXPECTED_MAX_CONNECTIONS: '2' });
    expect(ruleOf(result, 'redis-connections'), output).toMatchObject({ status: 'fail', actual: 3 });
    expect(result?.findings.map(({ id }) => id)).toEqual(['connections-above-limit']);
  });

  test('Redis at maxmemory that evicts nothing refuses what the API writes, and is named', async () => {
    const { port } = await startRedisServer('--maxmemory-policy', 'noeviction');
    const admin = new Redis(port, '127.0.0.1');
    await admin.config('SET', 'maxmemory', '1');
    admin.disconnect();
    const { result, output } = await runBeside(port);
    expect(result?.verdict.status, output).toBe('unhealthy');
    expect(result?.findings.map(({ id }) => id)).toContain('redis-out-of-memory');
    expect(ruleOf(result, 'redis-refused-commands')).toMatchObject({ status: 'fail' });
  });
});
