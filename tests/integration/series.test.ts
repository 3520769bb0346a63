import { describe, expect, test, vi } from 'vitest';
import { bucketMs, countOf, merged, percentileOf } from '../../src/core/series/latency-histogram.ts';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { ENGINES, runPoolproof, startPoolproof } from '../helpers/run-poolproof.ts';

const sum = (values: readonly (number | null)[] = []) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

describe.each(ENGINES)('the series of a run on %s', (ENGINE) => {
  test('has every request of the summary, and its percentiles', async () => {
    const api = await serveFlagApi((request, response) => setTimeout(() => healthyApi(request, response), 20));
    const { result } = await runPoolproof({ ENGINE, BASE_URL: api.url, RATE: '40', DURATION: '3s' });
    const { series, requests } = result ?? {};
    expect(series?.intervalMs).toBe(1_000);
    expect(sum(series?.api.planned)).toBe(120);
    expect(sum(series?.api.requests)).toBe(requests?.requests);
    expect(sum(series?.api.failed)).toBe(0);
    const all = merged(Object.values(series?.scenarios ?? {}).flatMap(({ histograms }) => histograms));
    expect(countOf(all)).toBe(requests?.requests);
    for (const [q, exactMs] of [
      [0.5, requests?.latencyMs?.p50 ?? 0],
      [1, requests?.latencyMs?.max ?? 0],
    ] as const) {
      expect((percentileOf(all, q) ?? 0) / exactMs).toBeCloseTo(1, 1);
    }
    expect(Math.max(...Object.keys(all).map(Number).map(bucketMs))).toBeGreaterThan(20);
    // 40 a second, 20 ms each.
    expect(series?.api.inFlight[1]).toBeGreaterThan(0.7);
    const scenarios = Object.values(series?.scenarios ?? {});
    series?.api.requests.forEach((count, point) => {
      expect(sum(scenarios.map(({ requests: of }) => of[point] ?? 0))).toBe(count);
    });
  });

  test('tells errors by kind, when they came', async () => {
    let answered = 0;
    const api = await serveFlagApi((request, response) => {
      answered += 1;
      if (answered > 45) answerJson(response, {}, 503);
      else healthyApi(request, response);
    });
    const { result, exitCode } = await runPoolproof({ ENGINE, BASE_URL: api.url, RATE: '20', DURATION: '3s' });
    expect(exitCode).toBe(99);
    const errors = result?.series?.api.errors;
    expect(Object.keys(errors ?? {})).toEqual(['status 503']);
    expect(sum(errors?.['status 503'])).toBe(result?.requests.failedRequests);
    expect(errors?.['status 503']?.[0]).toBe(0);
    expect(result?.series?.api.latencyMs.p95.at(-1)).toBeNull();
  });

  test('is there when the run was ended early', async () => {
    const api = await serveFlagApi(healthyApi);
    const { child, done } = startPoolproof({ ENGINE, BASE_URL: api.url, RATE: '50', DURATION: '60s' });
    await vi.waitUntil(() => api.requestCount() > 80, { timeout: 20_000 });
    child.kill('SIGINT');
    const { result, exitCode } = await done;
    expect(exitCode).toBe(105);
    expect(sum(result?.series?.api.requests)).toBe(result?.requests.requests);
    expect(sum(result?.series?.api.requests)).toBeGreaterThan(20);
  });

  test('is null when the load never began', async () => {
    const { result } = await runPoolproof({ ENGINE, BASE_URL: 'http://127.0.0.1:9' });
    expect(result?.series).toBeNull();
    expect(result?.environment.cpus).toBeGreaterThan(0);
  });
});
