import { expect, test } from 'vitest';
import { judgeSaturation } from '../../../src/core/edge/saturation.ts';
import type { SummaryData } from '../../../src/core/summary/summary-data.ts';

const RATES = [100, 200, 400];
const SCENARIOS = RATES.map((ratePerSecond, index) => ({
  name: `step_${index + 1}`,
  ratePerSecond,
  startMs: index * 6_000,
  durationMs: 5_000,
  plannedRequests: ratePerSecond * 5,
}));

/** The summary of a run in which the steps had these latencies; `failed` requests of the last one failed. */
function measured(p95s: readonly number[], { failed = 0, inUse = 0, startDelay = 1 } = {}): SummaryData {
  const metrics: Record<string, SummaryData['metrics'][string]> = {};
  const add = (name: string, values: Record<string, number>): void => {
    metrics[name] = { type: 'trend', contains: 'default', values };
  };
  for (const [index, p95] of p95s.entries()) {
    const name = `step_${index + 1}`;
    const isLast = index === p95s.length - 1;
    for (const counter of ['iterations', 'http_reqs']) {
      add(`${counter}{scenario:${name}}`, { count: (RATES[index] ?? 0) * 5 });
    }
    add(`http_req_failed{scenario:${name}}`, { passes: isLast ? failed : 0 });
    add(`http_req_duration{scenario:${name}}`, { avg: p95 / 2, 'p(95)': p95, max: p95 });
    add(`iteration_start_delay{scenario:${name}}`, { 'p(95)': isLast ? startDelay : 1 });
    if (inUse > 0) add(`pool_in_use{phase:${name}}`, { count: 5, max: inUse });
  }
  return {
    metrics,
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 17_000 },
  };
}

function judge(data: SummaryData, expectedRate = 0, lastedMs = 17_000, isStopped = false) {
  const plan = { kind: 'saturation', poolSize: 10, expectedRate, requestTimeoutMs: 500, vusByStep: {} } as const;
  return judgeSaturation(plan, { scenarios: SCENARIOS, lastedMs, isStopped }, data);
}

test.each([
  [
    measured([4, 4, 100]),
    'holds to 200 requests/s (0.4 in flight, pool of 10), then waits first: p95 4.00 ms → 100 ms at 400/s, 20.0 in flight',
  ],
  [
    measured([4, 4, 100], { inUse: 3 }),
    'holds to 200 requests/s (0.4 in flight, pool of 10), then waits first: p95 4.00 ms → 100 ms at 400/s, 20.0 in flight; the pool was not full (3 of 10 in use)',
  ],
  [
    measured([4, 4, 5], { failed: 7 }),
    'holds to 200 requests/s (0.4 in flight, pool of 10), then errors first: 7 of 2000 requests failed at 400/s',
  ],
  [
    measured([4, 4, 4]),
    'not reached: p95 still 4.00 ms at 400 requests/s (0.8 in flight, pool of 10); raise RATE or STEPS to find the knee',
  ],
  [
    measured([4, 4, 100], { startDelay: 80 }),
    'not reached: the generator was the limit at 400/s (400/s sent, up to 80.0 ms late); the API held 200 requests/s (0.4 in flight, pool of 10)',
  ],
])('judgeSaturation() tells the knee in one line (%#)', (data, sentence) => {
  expect(judge(data).saturation.sentence).toBe(sentence);
});

test.each([
  ['any rate will do', measured([4, 4, 100]), 0, 'pass'],
  ['it holds what is expected', measured([4, 4, 100]), 200, 'pass'],
  ['it holds less', measured([4, 4, 100]), 400, 'fail'],
  ['the generator did not get there', measured([4, 4, 100], { startDelay: 80 }), 400, 'not-judged'],
  ['the generator got far enough', measured([4, 4, 100], { startDelay: 80 }), 200, 'pass'],
] as const)('held-rate: %s', (_name, data, expectedRate, status) => {
  expect(judge(data, expectedRate).rule.status).toBe(status);
});

test('a run that somebody interrupted is not judged by the steps it had; one that a stop ended is', () => {
  const data = measured([4, 4, 100]);
  expect(judge(data, 0, 9_000).rule.status).toBe('not-judged');
  expect(judge(data, 0, 9_000).saturation.steps).toHaveLength(1);
  expect(judge(data, 0, 14_000, true).rule.status).toBe('pass');
});
