import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

const CONNECTIONS = 6;
/** As users have it. */
const LIMITS = '{ "redis-latency-p95": 25 }';

/** A flag API that borrows one of six connections for each request, and keeps Redis busy for a quarter of a second with it. */
async function serveBusyApi(port: number) {
  const waiting: ((redis: Redis) => void)[] = [];
  const free = Array.from({ length: CONNECTIONS }, () => new Redis(port, '127.0.0.1', { enableReadyCheck: false }));
  for (const redis of free) redis.on('error', () => {});
  const all = [...free];
  onTestFinished(() => {
    for (const redis of all) redis.disconnect();
  });
  return serveFlagApi(async (request, response) => {
    if (request.method === 'OPTIONS') return void response.end();
    const redis = free.pop() ?? (await new Promise<Redis>((lend) => waiting.push(lend)));
    await redis.call('DEBUG', 'SLEEP', '0.25').catch(() => undefined);
    const next = waiting.shift();
    if (next === undefined) free.push(redis);
    else next(redis);
    healthyApi(request, response);
  });
}

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('a Redis that has too much to do to answer us is busy, and with what is told', async () => {
    const { url, port } = await startRedisServer('--enable-debug-command', 'local');
    const api = await serveBusyApi(port);
    const env = { ENGINE, BASE_URL: api.url, REDIS_URL: url, REQUEST_TIMEOUT: '10s', DURATION: '8s', LIMITS };
    const { result, output } = await runPoolproof(env);
    const findings = (result?.findings ?? []).filter(({ id }) => id !== 'generator-overloaded');
    expect(findings[0]?.id, output).toBe('redis-slow');
    expect(findings[0]?.sentence).toMatch(
      /^Redis is busy with commands \d+.* %.* of the time, 2\d\d ms for each DEBUG/,
    );
    expect(findings.map(({ id }) => id)).not.toContain('redis-timeout');
    expect(result?.evidence?.redisBusyShare).toBeLessThan(1.5);
  });
});
