import { expect, test } from 'vitest';
import type { StepReport } from '../../../src/core/edge/saturation.ts';
import type { Result } from '../../../src/core/result/result.ts';
import type { Scenarios } from '../../../src/core/workload/workload.ts';
import { renderHtml } from '../../../src/node/html-page/render-html.ts';
import { sampleResult, steady } from '../../helpers/sample-result.ts';
import { soundRule } from '../../helpers/sound-result.ts';
import { chartOf, dotsOf } from './read-page.ts';

function step(ratePerSecond: number, different: Partial<StepReport> = {}): StepReport {
  const pool = { poolInUse: 3, poolWaiting: 0 };
  const counts = { requests: ratePerSecond * 5, failedRequests: 0, droppedIterations: 0 };
  return {
    ratePerSecond,
    achievedPerSecond: ratePerSecond,
    p95Ms: 20,
    inFlight: 2,
    startDelayMs: 1,
    ...pool,
    ...counts,
    ...different,
  };
}

function saturated(): Result {
  const scenarios = { step_1: steady(10), step_2: { ...steady(10, '10.5s'), rate: 40 } };
  const result = sampleResult({ scenarios });
  return {
    ...result,
    requests: { ...result.requests, failedRequests: 856 },
    saturation: {
      poolSize: 10,
      steps: [step(20), step(40), step(80, { p95Ms: 500, inFlight: 250, failedRequests: 856 })],
      knee: { kind: 'waits', step: 2, holdsPerSecond: 40, levelMs: 20 },
      sentence: 'holds to 40 requests/s, then waits first',
    },
  };
}

/** Rows of the table under a heading, cell by cell. */
function rowsUnder(page: string, title: string): string[][] {
  const section = page.slice(page.indexOf(`>${title}</h2>`)).split('</section>')[0] ?? '';
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(section)?.[1] ?? '';
  return [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell),
  );
}

test('saturation shows its knee before all figures, and its steps by rate', () => {
  const page = renderHtml(saturated());
  expect(page.indexOf('id="edge"')).toBeLessThan(page.indexOf('id="figures"'));
  expect(dotsOf(chartOf(page, 'steps-latency'), 'first')).toHaveLength(3);
  expect(chartOf(page, 'steps-latency')).toContain('>80/s</text>');
  expect(chartOf(page, 'steps-in-flight')).toContain('pool of 10');
  // The knee is where the last dot is.
  const knee = /class="line edge" d="M([\d.]+),0V/.exec(chartOf(page, 'steps-latency'))?.[1];
  expect(Number(knee)).toBe(dotsOf(chartOf(page, 'steps-latency'), 'first').at(-1)?.x);
});

test('failures beyond the knee are said to be expected, and those of a run without a knee are not', () => {
  const result = saturated();
  const held: Result = {
    ...result,
    saturation: {
      ...result.saturation,
      knee: { kind: 'none', step: null, holdsPerSecond: 80, levelMs: null },
    } as Result['saturation'] & object,
  };
  expect(renderHtml(result)).toMatch(/856<\/dd><dd class="note">[^<]*, expected beyond the edge/);
  expect(renderHtml(held)).not.toContain('expected beyond the edge');
});

test('steps are named by their rate on the charts over time', () => {
  const latency = chartOf(renderHtml(saturated()), 'latency');
  expect(latency).toMatch(/class="phase-name on-desk"[^>]*>20\/s</);
  expect(latency).not.toContain('step_1');
});

test('a breakpoint is shown by rate, with the rate at which the API broke', () => {
  const ramp: Scenarios[string] = {
    executor: 'ramping-arrival-rate',
    startRate: 10,
    timeUnit: '1s',
    stages: [{ target: 30, duration: '20s' }],
    preAllocatedVUs: 10,
    tags: { target: 'api' },
  };
  const page = renderHtml({
    ...sampleResult({ scenarios: { rising: ramp } }),
    breakpoint: {
      stoppedBy: { id: 'latency', title: 'p95', threshold: 'p(95)<250' },
      ratePerSecond: 30,
      afterMs: 20_000,
      requests: 400,
      sentence: 'breaks at 30 requests/s',
    },
  });
  expect(dotsOf(chartOf(page, 'rate-latency'), 'first').length).toBeGreaterThan(10);
  expect(chartOf(page, 'rate-latency')).toContain('class="line edge"');
  expect(chartOf(page, 'rate-failures')).toContain('per second');
});

test('soak shows each of its drifts with a line that rises as the rule says', () => {
  const result = sampleResult();
  const drift = soundRule({
    id: 'connections-drift',
    metric: 'redis_connections_drift',
    limit: 'value<3',
    unit: 'count',
    actual: 2,
  });
  const page = renderHtml({ ...result, rules: [...result.rules, drift] });
  const values =
    /data-name="drift" data-look="plan" data-values="([^"]*)"/
      .exec(chartOf(page, 'connections-drift'))?.[1]
      ?.split(',')
      .map(Number) ?? [];
  // Four connections on average, two more at the end than at the start.
  expect([values[0], values.at(-1)]).toEqual([3, 5]);
  expect(page).toContain('2 from start to end along a least-squares line through all looks, limit &lt; 3: pass.');
  expect(renderHtml(result)).not.toContain('connections-drift');
});

test('leak shows what stayed open after each silence', () => {
  const result = sampleResult({ scenarios: { load_1: steady(5), load_2: steady(5, '10s') } });
  if (result.series === null) throw new Error('The sample has no series');
  const open = Array.from({ length: result.series.points }, (_, index) =>
    index < 5 ? 6 : index < 10 ? 1 : index < 15 ? 7 : 3,
  );
  const left = soundRule({ id: 'redis-connections-left', limit: 'max<=1', unit: 'count', actual: 3 });
  const page = renderHtml({
    ...result,
    rules: [left],
    series: { ...result.series, observed: { redis_api_connections: open } },
  });
  expect(rowsUnder(page, 'Connections left')).toEqual([
    ['1', '6', '1'],
    ['2', '7', '3'],
  ]);
});

test('cold start shows its first seconds apart from all that came after', () => {
  const result = sampleResult({ latencyOf: (index) => (index < 20 ? 40 : 4) });
  const rows = rowsUnder(renderHtml({ ...result, profile: 'cold-start' }), 'Cold start');
  expect(rows.map(([when]) => when)).toEqual([
    '0 s to 1 s',
    '1 s to 2 s',
    '2 s to 3 s',
    '3 s to 4 s',
    '4 s to 5 s',
    'from 5 s on',
  ]);
  expect(rows[0]?.[5]).toBe('40.0 ms');
  expect(rows.at(-1)?.[5]).toBe('4.00 ms');
});
