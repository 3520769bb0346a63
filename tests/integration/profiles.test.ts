import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

// The same code as in a long run, in seconds; a port of its own keeps the parallel tests apart.
const SHORT = { RATE: '10', DURATION: '3s', RECOVERY: '1s', COLD: '1s', SETTLE: '4s', PORT: '44001' };

test('every profile has a file of limits, a make target and a chapter in README of the same name', () => {
  const profiles = readdirSync('src/k6/scenarios').map((file) => file.replace('.ts', ''));
  const makefile = readFileSync('Makefile', 'utf8');
  const readme = readFileSync('README.md', 'utf8');
  for (const profile of profiles) {
    expect(readdirSync('thresholds')).toContain(`${profile}.json`);
    expect(readdirSync('dist/k6')).toContain(`${profile}.js`);
    expect(makefile).toMatch(new RegExp(`^${profile}: .*## .+`, 'm'));
    expect(readme).toMatch(profile === 'load' ? /^## The load profile$/m : new RegExp(`^### ${profile}$`, 'm'));
  }
});

test('no bundle is so big that hundreds of VUs evaluating it would matter', () => {
  for (const file of readdirSync('dist/k6')) {
    const bundle = readFileSync(`dist/k6/${file}`, 'utf8');
    // What stands in a function of its own is evaluated by the VU that calls it, and by no other.
    const evaluatedByAll = bundle.replace(/^function load\d*\(\) \{\n[\s\S]*?^\}/gm, '');
    expect(bundle.length, file).toBeLessThan(175_000);
    expect(evaluatedByAll.length, file).toBeLessThan(28_000);
  }
});

describe.each(ENGINES)('on %s', (ENGINE) => {
  test.each(['smoke', 'stress', 'spike', 'leak', 'cold-start', 'soak'])(
    '%s finds the reference API healthy',
    async (profile) => {
      const { exitCode, result } = await runPoolproof({ ...SHORT, ENGINE }, profile);
      expect(result?.verdict.sentence).toMatch(/^all \d+ rules passed$/);
      expect(exitCode).toBe(0);
      expect(result?.profile).toBe(profile);
      expect(result?.requests.requests).toBeGreaterThanOrEqual(result?.requests.plannedRequests ?? Number.NaN);
    },
  );

  test('leak tells connections that never close, and names them', async () => {
    const { exitCode, result, output } = await runPoolproof({ ...SHORT, ENGINE, FAULT_LEAK_EVERY: '10' }, 'leak');
    expect(exitCode).toBe(99);
    const failed = result?.rules.filter(({ status }) => status === 'fail').map(({ id }) => id);
    expect(failed).toEqual(expect.arrayContaining(['redis-connections-left', 'redis-connections-left-growth']));
    expect(output).toMatch(/Still open after settled: poolproof-api from 127\.0\.0\.1:\d+, \d+ s old, idle for \d+ s/);
  });

  test('spike tells an API that does not come back', async () => {
    let answered = 0;
    const api = await serveFlagApi((request, response) => {
      answered += 1;
      // Broken by the burst, and never mended.
      if (answered > 100) answerJson(response, {}, 503);
      else healthyApi(request, response);
    });
    const { exitCode, result } = await runPoolproof({ ...SHORT, ENGINE, BASE_URL: api.url }, 'spike');
    expect(exitCode).toBe(99);
    const status = (id: string) => result?.rules.find((rule) => rule.id === id)?.status;
    expect(status('scenario-latency-p95:before')).toBe('pass');
    expect(status('scenario-latency-p95:after')).toBe('not-judged');
    expect(status('failed-requests')).toBe('fail');
  });

  test('soak tells an API that becomes slower and slower', async () => {
    let answered = 0;
    const api = await serveFlagApi((request, response) => {
      answered += 1;
      setTimeout(() => healthyApi(request, response), answered);
    });
    const { result } = await runPoolproof({ ...SHORT, ENGINE, BASE_URL: api.url }, 'soak');
    expect(result?.rules.find(({ id }) => id === 'latency-drift')?.actual).toBeGreaterThan(10);
  });

  test('cold-start meets an API without a connection to Redis', async () => {
    const { result } = await runPoolproof({ ...SHORT, ENGINE }, 'cold-start');
    // Every connection that there is was opened under load: those that came are as many as were open at the peak.
    expect(result?.evidence?.connectionsReceived).toBeGreaterThanOrEqual(
      result?.evidence?.connectionsMax ?? Number.NaN,
    );
    expect(result?.evidence?.connectionsMax).toBeGreaterThan(0);
  });

  test('cold-start sends the API nothing before the load', async () => {
    const api = await serveFlagApi(healthyApi);
    const { exitCode, result } = await runPoolproof({ ...SHORT, ENGINE, BASE_URL: api.url }, 'cold-start');
    expect(exitCode).toBe(0);
    expect(api.requestCount()).toBe(result?.requests.requests);
  });
});
