import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startRedisServer } from '../helpers/redis-server.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';
import { serveProducts, serveSessions } from '../helpers/shop-apis.ts';

const SHORT = { RATE: '40', DURATION: '3s', OBSERVE_EVERY: '500ms', API_CLIENTS: 'my-api' };

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('the journey of products finds a sound shop healthy, with its cache', async () => {
    const redis = await startRedisServer();
    const api = await serveProducts(redis.port);
    const env = { ...SHORT, ENGINE, JOURNEY: 'journeys/products.ts', BASE_URL: api.url, REDIS_URL: redis.url };
    const { exitCode, output, result } = await runPoolproof(env);
    expect(exitCode, output).toBe(0);
    const planned = Object.entries(result?.scenarios ?? {}).map(([name, { plannedRequests }]) => [
      name,
      plannedRequests,
    ]);
    expect(planned).toEqual([
      ['list', 72],
      ['one', 30],
      ['search', 12],
      ['change', 6],
    ]);
    expect(result?.evidence).toMatchObject({ wrongAnswers: 0, warmKeys: 9 });
    expect(result?.rules.find(({ id }) => id === 'redis-warm-hit-rate')).toMatchObject({ status: 'pass' });
    expect(result?.workload.settings).toMatchObject({ JOURNEY: 'products' });
  });

  test('the journey of sessions logs in, reads and writes, and hides its password', async () => {
    const redis = await startRedisServer();
    const api = await serveSessions(redis.port);
    const env = { ...SHORT, ENGINE, JOURNEY: 'journeys/sessions.ts', BASE_URL: api.url, REDIS_URL: redis.url };
    const secret = { USER_NAME: 'canary-7', PASSWORD: 'canary-7' };
    const { exitCode, output, result, resultsDir } = await runPoolproof({ ...env, ...secret });
    expect(exitCode, output).toBe(0);
    // None of its requests can miss: nobody is to take the rule for passed.
    expect(result?.rules.map(({ id }) => id)).not.toContain('redis-miss-share');
    expect(result?.remarks).toMatchObject([
      { id: 'rules-left-out', sentence: expect.stringContaining('misses among') },
    ]);
    // Three requests in each of 24 visits.
    expect(result?.scenarios.visit?.requests).toBeGreaterThanOrEqual(72);
    expect(result?.scenarios.visit?.iterations).toBeLessThanOrEqual(25);
    const { requests = 0, iterations = 0 } = result?.requests ?? {};
    // What is planned at least: one more of each of the three kinds may begin at the very end.
    expect([120, 121, 122, 123]).toContain(iterations);
    expect(output).toContain(`launched      ${iterations} (planned 120)`);
    expect(output).toContain(`completed     ${requests} in ${iterations} iterations`);
    const page = readFileSync(join(resultsDir, 'latest/report.html'), 'utf8');
    expect(page).toContain(`${requests} were sent in ${iterations} iterations, of which 120 were planned`);
    expect(page).toContain(`in ${iterations} iterations, 120 planned`);
    expect(result?.workload.settings).toMatchObject({ JOURNEY: 'sessions', USER_NAME: 'canary-7' });
    expect(Object.keys(result?.workload.settings ?? {})).not.toContain('PASSWORD');

    const refused = await runPoolproof({ ...env, PASSWORD: 'wrong' });
    expect(refused.output).toContain(`Cannot log in: ${api.url}/sessions answered 401. `);
    expect(refused.exitCode).toBe(108);
  });
});

test('a shop that has just started is asked for nothing before the load, and for no product that it has not told', async () => {
  const redis = await startRedisServer();
  const api = await serveProducts(redis.port);
  const env = { ...SHORT, COLD: '1s', DURATION: '2s', JOURNEY: 'journeys/products.ts', BASE_URL: api.url };
  const { result } = await runPoolproof({ ...env, REDIS_URL: redis.url }, 'cold-start');
  expect(result?.requests).toMatchObject({ plannedRequests: 120, failedRequests: 0 });
  expect(result?.checks.map(({ name }) => name).sort()).toEqual(
    expect.not.arrayContaining(['the product asked for came back', 'the price is the new one']),
  );
  expect(api.requestCount()).toBeLessThanOrEqual((result?.requests.requests ?? 0) + 10);
});
