// A real Prometheus receives runs, and is asked.
import { describe, expect, test } from 'vitest';
import { merged, percentileOf } from '../../src/core/series/latency-histogram.ts';
import { grafanaDashboard } from '../../src/node/metrics/grafana.ts';
import { answerJson, healthyApi, serveFlagApi } from '../helpers/flag-api.ts';
import { PROMETHEUS_SKIP_REASON, type PrometheusSeries, startPrometheus } from '../helpers/prometheus.ts';
import { ENGINES, runPoolproof } from '../helpers/run-poolproof.ts';

if (PROMETHEUS_SKIP_REASON !== '')
  process.stdout.write(`Skipping the tests with Prometheus: ${PROMETHEUS_SKIP_REASON}\n`);

const RECEIVER = ['--web.enable-otlp-receiver', '--enable-feature=native-histograms'];
/** A bucket that is sent is 2.2 % wide. */
const BUCKET = 2 ** (1 / 32) - 1;

/** Clocks of two processes are so far apart at most. */
const CLOCK_MS = 50;

/** Numbers by a label. */
function by(label: string, series: readonly PrometheusSeries[]): Record<string, number> {
  return Object.fromEntries(series.map(({ metric, value }) => [metric[label], Number(value[1])]));
}

describe.skipIf(PROMETHEUS_SKIP_REASON !== '').each(ENGINES)('Prometheus and %s', (ENGINE) => {
  test('has the totals and percentiles of result.json, and what tells the run from others', async () => {
    const { otlpEndpoint, query } = await startPrometheus(...RECEIVER);
    let asked = 0;
    const api = await serveFlagApi((request, response) => {
      asked += 1;
      if (request.url?.startsWith('/config/flags/') && asked % 3 === 0) answerJson(response, {}, 503);
      else healthyApi(request, response);
    });
    const { result, output } = await runPoolproof({ ENGINE, BASE_URL: api.url, OTLP_ENDPOINT: otlpEndpoint });
    if (!result?.series) throw new Error(output);
    expect(output).not.toContain('cannot be sent');
    expect(result.requests.failedRequests).toBeGreaterThan(0);
    const scenarios = Object.entries(result.scenarios);
    expect(by('scenario', await query('poolproof_http_reqs_total'))).toEqual(
      Object.fromEntries(scenarios.map(([name, { requests }]) => [name, requests])),
    );
    expect(by('error', await query('sum by (error) (poolproof_http_reqs_failed_total)'))).toEqual(
      Object.fromEntries(
        Object.entries(result.series.api.errors).map(([error, counts]) => [error, counts.reduce((a, b) => a + b)]),
      ),
    );
    for (const q of [0.95, 0.99]) {
      const latencies = await query(`histogram_quantile(${q}, poolproof_http_req_duration_milliseconds)`);
      expect(latencies.length).toBeGreaterThan(0);
      for (const [scenario = '', ms] of Object.entries(by('scenario', latencies))) {
        const exact = percentileOf(merged(result.series.scenarios[scenario]?.histograms ?? []), q) ?? 0;
        expect(Math.abs(ms / exact - 1)).toBeLessThan(BUCKET);
      }
    }
    expect(await query('target_info')).toMatchObject([
      { metric: { job: 'poolproof', poolproof_profile: 'load', poolproof_engine: ENGINE } },
    ]);
    expect(await query('sum by (error) (irate(poolproof_http_reqs_failed_total[15s]))')).not.toEqual([]);
  });

  test('every panel of the dashboard has what it says, and the marks of an outage are in place', async () => {
    const { otlpEndpoint, query } = await startPrometheus(...RECEIVER);
    const env = { ENGINE, OTLP_ENDPOINT: otlpEndpoint, DURATION: '3s', OUTAGE: '2s', RECOVERY: '2s', PORT: '43301' };
    const { result, output } = await runPoolproof(env, 'failover');
    if (!result?.series) throw new Error(output);
    const { panels, annotations } = grafanaDashboard();
    const [end] = await query('poolproof_end_time_milliseconds');
    const endMs = Number(end?.value[1]) + 1;
    const empty = [];
    for (const { title, targets } of panels) {
      for (const { expr } of targets) if ((await query(expr, endMs)).length === 0) empty.push(title);
    }
    // All others have something to show.
    expect(empty).toEqual(result.requests.failedRequests === 0 ? ['Failed requests per second'] : []);
    const marks = by('label', await query(annotations.list[0]?.expr ?? ''));
    expect(Object.keys(marks).sort()).toEqual(result.series.marks.map(({ label }) => label).sort());
    const beganMs = Date.parse(result.series.beganAt);
    const { faultAtMs = 0, outageMs = 0 } = result.outage ?? {};
    // None comes before its time; a busy machine may be late.
    expect(marks['Redis taken away']).toBeGreaterThan(beganMs + faultAtMs - CLOCK_MS);
    expect(marks['Redis back']).toBeGreaterThan(beganMs + faultAtMs + outageMs - CLOCK_MS);
    expect(marks['Redis back']).toBeLessThan(Date.now());
  });

  test('a run that has ended is not added to the next, which begins at once', async () => {
    const { otlpEndpoint, query } = await startPrometheus(...RECEIVER);
    const api = await serveFlagApi(healthyApi);
    const env = { ENGINE, BASE_URL: api.url, OTLP_ENDPOINT: otlpEndpoint, DURATION: '10s', RATE: '20' };
    await runPoolproof(env);
    const second = await runPoolproof(env);
    const panels = grafanaDashboard().panels;
    const expr = panels.find(({ title }) => title === 'Requests per second')?.targets[0]?.expr ?? '';
    // When the first point of the second arrived: 5 s after its load began, and less than 15 s after the end of the first.
    const atMs = Date.parse(second.result?.series?.beganAt ?? '') + 6_000;
    const ends = await query('poolproof_end_time_milliseconds');
    const endMs = Math.min(...ends.map(({ value }) => Number(value[1])));
    expect(atMs - endMs).toBeLessThan(15_000);
    const rateAt = async (ms: number, asked = expr) => Number((await query(`sum(${asked})`, ms))[0]?.value[1]);
    expect(await rateAt(atMs)).toBeLessThan(30);
    // It is there until it ends, and would be for longer.
    expect(await rateAt(endMs + 1)).toBeGreaterThan(10);
    expect(await rateAt(atMs, expr.replace(/ unless .*\)\)/, ')'))).toBeGreaterThan(30);
  });

  test('processes that share a run are summed', async () => {
    const { otlpEndpoint, query } = await startPrometheus(...RECEIVER);
    const api = await serveFlagApi(healthyApi);
    const runs = await Promise.all(
      ['1/3', '2/3', '3/3'].map((SHARE) =>
        runPoolproof({ ENGINE, SHARE, BASE_URL: api.url, OTLP_ENDPOINT: otlpEndpoint, RATE: '30' }),
      ),
    );
    const requests = runs.map(({ result }) => result?.requests.requests ?? 0);
    const [all] = await query('sum(poolproof_http_reqs_total)');
    expect(Number(all?.value[1])).toBe(requests.reduce((sum, count) => sum + count));
    const shares = await query('target_info');
    expect(shares.map(({ metric }) => metric.poolproof_share).sort()).toEqual(['1/3', '2/3', '3/3']);
  });
});

test.skipIf(PROMETHEUS_SKIP_REASON !== '')(
  'a Prometheus that takes no OTLP, or no such histograms, is told what it lacks',
  async () => {
    const api = await serveFlagApi(healthyApi);
    const closed = await startPrometheus();
    const { output, exitCode } = await runPoolproof({ BASE_URL: api.url, OTLP_ENDPOINT: closed.otlpEndpoint });
    expect(output).toMatch(/cannot be sent: .* answered 404 \(.*--web\.enable-otlp-receiver.*\)/);
    expect(exitCode).toBe(0);
    const plain = await startPrometheus('--web.enable-otlp-receiver');
    const again = await runPoolproof({ BASE_URL: api.url, OTLP_ENDPOINT: plain.otlpEndpoint });
    expect(again.output).toMatch(/cannot be sent: .* answered \d+ \(native histograms are disabled\)/);
    expect(again.exitCode).toBe(0);
  },
);
