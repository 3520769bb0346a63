import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, onTestFinished, test } from 'vitest';
import schema from '../../src/core/result/result.schema.json' with { type: 'json' };
import { hasOpenssl, makeCertificate } from '../helpers/certificate.ts';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

const validateResult = new Ajv({ strict: false }).compile(schema);

/** Sound until the load begins: what breaks only then is judged by the rules, not by the preflight. */
function healthyFirst(broken: RequestListener): RequestListener {
  let requests = 0;
  return (request, response) => {
    requests += 1;
    (requests === 1 ? healthyApi : broken)(request, response);
  };
}

const html: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>welcome</html>');
};

describe.each(ENGINES)('on %s', (ENGINE) => {
  test('a sound API is healthy, and every number of the result adds up', async () => {
    const api = await serveFlagApi(healthyApi);
    const { exitCode, result, output, resultsDir } = await runPoolproof({ ENGINE, BASE_URL: api.url });
    expect(output).toMatch(/\bHEALTHY/);
    expect(exitCode).toBe(0);
    expect(validateResult(result), JSON.stringify(validateResult.errors)).toBe(true);
    expect(result?.verdict.status).toBe('healthy');
    expect(result?.engine.name).toBe(ENGINE);
    const { requests = 0 } = result?.requests ?? {};
    expect(requests).toBeGreaterThanOrEqual(40);
    expect(requests).toBeLessThanOrEqual(43);
    // More than reported by those of the preflight: the list, and each of its three flags to warm the cache.
    expect(api.requestCount()).toBe(requests + 4);
    expect(result?.statusCodes).toEqual({ 200: requests });
    expect(Object.values(result?.scenarios ?? {}).reduce((sum, scenario) => sum + scenario.requests, 0)).toBe(requests);
    expect(output).toContain('not judged (REDIS_URL is not set)');
    const junit = readFileSync(join(resultsDir, 'latest', 'junit.xml'), 'utf8');
    const unjudged = result?.rules.filter(({ status }) => status === 'not-judged') ?? [];
    // No Redis, and too few requests for some percentiles.
    expect(unjudged.every(({ id, limit }) => id.startsWith('redis-') || limit.startsWith('p('))).toBe(true);
    expect(junit).toContain(`failures="0" errors="0" skipped="${unjudged.length}"`);
  });

  test('without a Redis check that was demanded, the run is not judged', async () => {
    const api = await serveFlagApi(healthyApi);
    const { exitCode, result } = await runPoolproof({ ENGINE, BASE_URL: api.url, REQUIRE_REDIS: '1' });
    expect(result?.verdict.status).toBe('not-judged');
    expect(exitCode).toBe(3);
  });

  test('an API that cannot be reached stops the run in one line', async () => {
    const { exitCode, result, output } = await runPoolproof({ ENGINE, BASE_URL: 'http://127.0.0.1:9' });
    expect(output).toContain('Cannot reach http://127.0.0.1:9/config/flags: dial: connection refused');
    expect(exitCode).toBe(108);
    expect(result?.verdict.status).toBe('not-judged');
    expect(result?.verdict.sentence).toMatch(/^Cannot reach http:\/\/127\.0\.0\.1:9\/config\/flags: /);
  });

  test.each<[string, RequestListener, string]>([
    ['an API that answers 500', (_request, response) => answerJson(response, {}, 500), 'answered 500, expected 200'],
    ['HTML instead of JSON', html, 'answered 200 with a page of HTML'],
    [
      'an empty list of flags',
      (_request, response) => answerJson(response, { flags: [] }),
      'answered 200 with an object with flags (empty)',
    ],
    ['an API that wants a login', (_request, response) => answerJson(response, {}, 401), 'Set AUTHORIZATION'],
  ])('%s stops the run before any load', async (_name, listener, message) => {
    const api = await serveFlagApi(listener);
    const { exitCode, result, output } = await runPoolproof({ ENGINE, BASE_URL: api.url });
    expect(output).toContain(message);
    expect(exitCode).toBe(108);
    expect(result?.verdict.status).toBe('not-judged');
    expect(api.requestCount()).toBe(1);
  });

  test.skipIf(!hasOpenssl)('a certificate of an unknown authority is named', async () => {
    const certificate = makeCertificate('IP:127.0.0.1');
    onTestFinished(certificate.remove);
    const api = await serveFlagApi(healthyApi, certificate);
    const { exitCode, output } = await runPoolproof({ ENGINE, BASE_URL: api.url });
    expect(output).toContain('x509: ');
    expect(exitCode).toBe(108);
  });

  test('errors under load are unhealthy, with their share and a finding', async () => {
    const api = await serveFlagApi(healthyFirst((_request, response) => answerJson(response, {}, 503)));
    const { exitCode, result } = await runPoolproof({ ENGINE, BASE_URL: api.url });
    expect(exitCode).toBe(99);
    expect(result?.verdict.status).toBe('unhealthy');
    expect(ruleStatus(result, 'failed-requests')).toBe('fail');
    expect(result?.findings.map(({ id }) => id)).toEqual(['api-errors']);
    // No answer as expected: the latency of nothing is not judged, and never passed.
    expect(ruleStatus(result, 'latency-p95')).toBe('not-judged');
    expect(result?.statusCodes).toEqual({ 503: result?.requests.requests });
  });

  test('a fast wrong answer fails its check', async () => {
    const api = await serveFlagApi(healthyFirst((_request, response) => answerJson(response, { key: 'another-flag' })));
    const { exitCode, result } = await runPoolproof({ ENGINE, BASE_URL: api.url });
    expect(exitCode).toBe(99);
    expect(ruleStatus(result, 'failed-requests')).toBe('pass');
    expect(ruleStatus(result, 'checks')).toBe('fail');
  });

  test('wrong answers are counted one by one, also by a VU that has had right ones', async () => {
    let lists = 0;
    let wrongLists = 0;
    const api = await serveFlagApi((request, response) => {
      const isList = !request.url?.startsWith('/config/flags/');
      if (isList) lists += 1;
      if (!isList || lists <= 12) return healthyApi(request, response);
      wrongLists += 1;
      return answerJson(response, { flags: [] });
    });
    // So short a time-out makes for four VUs, of which each asks several times.
    const { exitCode, result } = await runPoolproof({ ENGINE, BASE_URL: api.url, REQUEST_TIMEOUT: '200ms' });
    expect(exitCode).toBe(99);
    expect(ruleStatus(result, 'checks')).toBe('fail');
    expect(wrongLists).toBeGreaterThanOrEqual(12);
    // An answer that came after the time-out was read by nobody.
    const counted = result?.evidence?.wrongAnswers ?? 0;
    expect(counted).toBeLessThanOrEqual(wrongLists);
    expect(counted + (result?.statusCodes['0'] ?? 0)).toBeGreaterThanOrEqual(wrongLists);
  });

  test('a slow API is sent every planned request, and fails by its latency', async () => {
    const api = await serveFlagApi(
      healthyFirst((request, response) => setTimeout(() => healthyApi(request, response), 2_000)),
    );
    const { exitCode, result } = await runPoolproof({ ENGINE, BASE_URL: api.url, LIMITS: '{ "latency-p95": 1000 }' });
    expect(exitCode).toBe(99);
    expect(ruleStatus(result, 'latency-p95')).toBe('fail');
    expect(ruleStatus(result, 'dropped-iterations:all_flags')).toBe('pass');
    expect(result?.requests.latencyMs?.p50).toBeGreaterThan(1_990);
  });

  test('an API that never answers costs the time-out, and is told from one that answers errors', async () => {
    const api = await serveFlagApi(healthyFirst(() => undefined));
    const { exitCode, result } = await runPoolproof({ ENGINE, BASE_URL: api.url, REQUEST_TIMEOUT: '500ms' });
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toEqual(['api-no-answer']);
    expect(result?.statusCodes).toEqual({ 0: result?.requests.requests });
  });

  test('a Redis that is down is a finding and does not stop the HTTP part', async () => {
    const api = await serveFlagApi(healthyApi);
    const { exitCode, result, output } = await runPoolproof({
      ENGINE,
      BASE_URL: api.url,
      REDIS_URL: 'redis://me:hunter2@127.0.0.1:9',
    });
    expect(exitCode).toBe(99);
    expect(result?.findings.map(({ id }) => id)).toEqual(['redis-unreachable']);
    expect(ruleStatus(result, 'failed-requests')).toBe('pass');
    expect(result?.target.redisUrl).toBe('redis://***@127.0.0.1:9');
    expect(output + JSON.stringify(result)).not.toContain('hunter2');
  });
});

function ruleStatus(
  result: { rules: readonly { id: string; status: string }[] } | undefined,
  id: string,
): string | undefined {
  return result?.rules.find((rule) => rule.id === id)?.status;
}
