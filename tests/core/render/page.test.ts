import { expect, test } from 'vitest';
import { findKnee } from '../../../src/core/edge/find-knee.ts';
import type { OutageReport } from '../../../src/core/outage/outage-report.ts';
import { renderMarkdown } from '../../../src/core/render/markdown-report.ts';
import { renderPage } from '../../../src/core/render/page.ts';
import { soundResult, soundRule } from '../../helpers/sound-result.ts';

const PLAIN = { enableColors: false };
const OUTAGE: OutageReport = {
  faultAtMs: 1_000,
  outageMs: 1_000,
  firstTroubleMs: null,
  requests: 50,
  failedRequests: 0,
  slowRequests: 0,
  errors: {},
  fallbackShare: 1,
  returnTookMs: 30,
  redisAnsweredMs: 200,
  apiConnectedMs: 700,
  apiRecoveredMs: 0,
  connectionsOpened: 2,
};

test('the page of a healthy run', () => {
  expect(renderPage(soundResult(), PLAIN)).toMatchInlineSnapshot(`
    "  poolproof load against http://127.0.0.1:3001

      launched      100 (planned 100)
      completed     100   mean rate 50.00/s   failed 0
      latency       min 0.50 ms   median 1.30 ms   max 22.0 ms
                    p95 4.80 ms ✓ (limit < 50 ms)
                    p99 8.00 ms
      in flight     0.1 on average (rate × mean latency)
      scenarios     all_flags       100  (100 %) p95 4.80 ms
      status codes  200: 100
      checks        100 of 100 passed
      Redis         28 commands   failed 0   p95 4.80 ms
      p95 over time ▄█  3.00 ms – 6.00 ms
      connections   ▄█  3–6

      HEALTHY: the one rule passed
    "
  `);
});

test('a chain is counted as planned, and so are the requests that it sends', () => {
  const { requests } = soundResult();
  const chained = soundResult({ requests: { ...requests, iterations: 40, droppedIterations: 2 } });
  expect(renderPage(chained, PLAIN)).toContain('launched      42 (planned 100), 2 dropped\n');
  expect(renderPage(chained, PLAIN)).toContain('completed     100 in 40 iterations   mean rate 50.00/s');
  expect(renderMarkdown(chained)).toContain('| requests | 100 in 40 of 100 iterations planned (50.0/s), 0 failed, 2');
});

test('names of scenarios line up, however long they are', () => {
  const { scenarios } = soundResult();
  const [of] = Object.values(scenarios);
  if (of === undefined) throw new Error('The result has no scenario');
  const page = renderPage(soundResult({ scenarios: { list: of, products_of_a_shelf_by_id: of } }), PLAIN);
  const ends = [...page.matchAll(/^.*\(\d+ %\)/gm)].map(([line]) => line.length);
  expect(ends).toHaveLength(2);
  expect(new Set(ends).size).toBe(1);
});

test('no line of the page ends in a blank, and without colours there is no escape in it', () => {
  const page = renderPage(soundResult(), PLAIN);
  expect(page).not.toMatch(/ $/m);
  expect(page).not.toContain('\u001b');
  expect(renderPage(soundResult(), { enableColors: true })).toContain('\u001b[32m');
});

test('a run in which nothing was sent shows its verdict and no figures', () => {
  const { requests } = soundResult();
  const page = renderPage(
    soundResult({
      target: { baseUrl: '', redisUrl: null },
      requests: { ...requests, requests: 0 },
      series: null,
      verdict: { status: 'not-judged', sentence: 'nothing was measured' },
    }),
    PLAIN,
  );
  expect(page).toBe('  poolproof load\n\n  NOT JUDGED: nothing was measured\n');
});

test('the cause is the headline, with its evidence and what to do next; what failed stands below', () => {
  const page = renderPage(
    soundResult({
      verdict: { status: 'unhealthy', sentence: '1 of 22 rules failed' },
      rules: [soundRule({ status: 'fail', actual: 210, scenario: 'all_flags' }), soundRule()],
      findings: [
        {
          id: 'leak',
          sentence: 'It leaks',
          evidence: [{ name: 'poolAcquireMaxMs', value: 1_200, unit: 'ms' }],
          next: 'Mend it.',
          confidence: 'medium',
        },
        { id: 'slow', sentence: 'It is slow', evidence: [], next: 'Look at it.', confidence: 'low' },
      ],
    }),
    PLAIN,
  );
  expect(page.slice(page.indexOf('\n  UNHEALTHY'))).toBe(`
  UNHEALTHY: It leaks
    evidence: pool acquire max 1200 ms
    next: Mend it.
    confidence: medium; more in docs/findings.md#leak

  also: It is slow
    next: Look at it.
    confidence: low; more in docs/findings.md#slow

  1 of 22 rules failed
    ✗ 95th percentile of answered requests of all_flags: 210 ms, limit < 50 ms
`);
});

test('failed commands of a planned outage are told as planned, those of an unplanned one are not', () => {
  const redis = { commands: 227, failedCommands: 19, latencyMs: null };
  const rules = (after: 'pass' | 'fail') => [
    soundRule({ id: 'redis-checks:before' }),
    soundRule({ id: 'redis-checks:after', status: after }),
  ];
  const planned = 'failed 19 (planned: Redis was away)';
  expect(renderPage(soundResult({ redis, outage: OUTAGE, rules: rules('pass') }), PLAIN)).toContain(planned);
  expect(renderPage(soundResult({ redis, outage: OUTAGE, rules: rules('fail') }), PLAIN)).not.toContain('planned:');
  expect(renderPage(soundResult({ redis }), PLAIN)).not.toContain('planned:');
});

test('a healthy failover is headed by what happened to Redis', () => {
  const page = (different: Partial<OutageReport>) =>
    renderPage(soundResult({ outage: { ...OUTAGE, ...different } }), PLAIN);
  expect(page({})).toContain(
    '\n  HEALTHY: Redis was away for 1 s: 50 of 50 requests were served meanwhile, 0 failed, and the API was as before at once when it was back\n\n  the one rule passed',
  );
  expect(page({ apiRecoveredMs: 970 })).toContain('the API was as before 970 ms after it was back');
  expect(page({ returnTookMs: null })).toContain('and it was not brought back in this run');
});

test('requests that were slow only as Redis came back are said to be that', () => {
  const page = (firstTroubleMs: number) =>
    renderPage(soundResult({ outage: { ...OUTAGE, slowRequests: 5, firstTroubleMs } }), PLAIN);
  expect(page(1_004)).toContain('1004 ms after the fault, as Redis came back: none while it was away');
  expect(page(400)).toContain('first failed or slow request 400 ms after the fault\n');
});

test('a bar under the lines over time shows when Redis was away', () => {
  const { series } = soundResult();
  const marks = [
    { kind: 'fault' as const, atMs: 1_000, label: 'Redis taken away' },
    { kind: 'return' as const, atMs: 2_030, label: 'Redis back' },
  ];
  const page = renderPage(soundResult({ series: series && { ...series, marks } }), PLAIN);
  expect(page).toContain('  Redis away     ━\n');
});

test('a rule with too few samples says how many there were; one that had enough does not', () => {
  const page = (samples: number) =>
    renderPage(soundResult({ rules: [soundRule({ status: 'not-judged', samples })] }), PLAIN);
  expect(page(20)).toContain('p95 4.80 ms ? (20 of 90 samples) (limit < 50 ms)');
  expect(page(100)).toContain('p95 4.80 ms ? (not judged) (limit < 50 ms)');
});

test('the knee is said once: as the headline of a healthy run, among the figures of another', () => {
  const sentence = 'holds to 50 requests/s';
  const saturation = { poolSize: 10, steps: [], knee: findKnee([]), sentence };
  const healthy = renderPage(soundResult({ saturation }), PLAIN);
  expect(healthy.split(sentence)).toHaveLength(2);
  expect(healthy).toContain(`HEALTHY: ${sentence}`);
  const verdict = { status: 'unhealthy', sentence: '1 of 1 rule failed' } as const;
  const unhealthy = renderPage(soundResult({ saturation, verdict }), PLAIN);
  expect(unhealthy.split(sentence)).toHaveLength(2);
  expect(unhealthy).toMatch(/^ {2}knee +holds to 50/m);
});
