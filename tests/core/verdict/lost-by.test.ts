import { expect, test } from 'vitest';
import { hasChains } from '../../../src/core/journey/mix.ts';
import { percentile } from '../../../src/core/metrics/percentile.ts';
import type { SummaryData } from '../../../src/core/summary/summary-data.ts';
import { judgeRules } from '../../../src/core/verdict/judge-rules.ts';
import { k6Thresholds } from '../../../src/core/verdict/k6-thresholds.ts';
import { countedLimits, withLostBy } from '../../../src/core/verdict/lost-by.ts';
import { withOwnLimits } from '../../../src/core/verdict/own-limits.ts';
import { layRules, type RuleTemplate } from '../../../src/core/verdict/rule.ts';
import { whyStoppedEarly } from '../../../src/core/verdict/stopped-early.ts';
import load from '../../../thresholds/load.json' with { type: 'json' };

const TEMPLATES = load.rules as readonly RuleTemplate[];
const SCENARIOS = [
  { name: 'a', ratePerSecond: 70, startMs: 0, durationMs: 10_000, plannedRequests: 700 },
  { name: 'b', ratePerSecond: 30, startMs: 0, durationMs: 10_000, plannedRequests: 300 },
];
const PLAN = {
  scenarios: SCENARIOS,
  looks: 10,
  observations: 10,
  requireRedis: false,
  variables: { EXPECTED_MAX_CONNECTIONS: 10, INSTANCES: 2 },
};
const RULES = withLostBy(layRules(TEMPLATES, PLAN), { scenarios: SCENARIOS, hasChains: false });

function lostBy(id: string, rules = RULES): string | undefined {
  const found = rules.find((rule) => rule.id === id);
  return found?.lostBy && `${found.lostBy.metric} ${found.lostBy.threshold}`;
}

test('what is to be none, all or never above a limit is lost by its own threshold', () => {
  for (const id of [
    ...['failed-requests', 'checks', 'dropped-iterations:a', 'redis-checks', 'redis-connections'],
    ...['redis-blocked-clients', 'redis-rejected-connections', 'redis-fleet', 'redis-memory-growth'],
    ...['redis-evictions', 'redis-refused-commands'],
  ]) {
    const rule = RULES.find((one) => one.id === id);
    expect(rule?.lostBy, id).toEqual({ metric: rule?.metric, threshold: rule?.threshold });
  }
});

test('what may recover is lost by nothing', () => {
  for (const id of ['redis-latency-p95', 'redis-warm-hit-rate', 'redis-miss-share', 'redis-reuse']) {
    expect(
      RULES.some((rule) => rule.id === id),
      id,
    ).toBe(true);
    expect(lostBy(id), id).toBeUndefined();
  }
});

test('a percentile is lost by so many samples over its limit that the load as planned cannot mend it', () => {
  // Of 1002 that k6 may send at most, 52 are above the 95th percentile or beside it, and 12 for the 99th.
  expect(lostBy('latency-p95')).toBe('samples_over_limit{limit:50,of:http_req_duration,target:api} count<52');
  expect(lostBy('latency-p99')).toBe('samples_over_limit{limit:100,of:http_req_duration,target:api} count<12');
  expect(lostBy('scenario-latency-p95:b')).toBe(
    'samples_over_limit{limit:50,of:http_req_duration,scenario:b} count<16',
  );
  expect(lostBy('generator-start-delay')).toBe(
    'samples_over_limit{limit:25,of:iteration_start_delay,target:api} count<52',
  );
});

test('so many samples put the percentile over its limit whatever the others are, and one less does not', () => {
  for (let planned = 20; planned < 400; planned++) {
    const scenarios = [
      { name: 'a', ratePerSecond: 1, startMs: 0, durationMs: planned * 1_000, plannedRequests: planned },
    ];
    const rules = withLostBy(layRules(TEMPLATES, { ...PLAN, scenarios }), { scenarios, hasChains: false });
    const over = Number(/count<(\d+)$/.exec(lostBy('latency-p95', rules) ?? '')?.[1]);
    const most = planned + 1;
    const p95With = (count: number) => percentile([...Array(most - count).fill(0), ...Array(count).fill(50)], 0.95);
    expect(p95With(over), `${planned}`).toBeGreaterThanOrEqual(50);
    expect(p95With(over - 1), `${planned}`).toBeLessThan(50);
  }
});

test('a share of failures is lost once there are more than the load as planned may have', () => {
  const own = TEMPLATES.map((rule) => (rule.id === 'failed-requests' ? { ...rule, threshold: 'rate<=0.01' } : rule));
  const lay = (hasChains: boolean) => withLostBy(layRules(own, PLAN), { scenarios: SCENARIOS, hasChains });
  expect(lostBy('failed-requests', lay(false))).toBe('http_reqs{expected_response:false,target:api} count<=10');
  expect(lostBy('failed-requests', lay(true))).toBeUndefined();
});

test('where iterations are chains, nobody knows of how many requests a percentile will be', () => {
  const journeyOf = (send: unknown) => ({ requests: { one: { share: 100, cache: 'warm', send } as const } });
  expect(hasChains(journeyOf(() => 'an answer'))).toBe(false);
  expect(hasChains(journeyOf(async () => 'the last of several'))).toBe(true);
  const rules = withLostBy(layRules(TEMPLATES, PLAN), { scenarios: SCENARIOS, hasChains: true });
  expect(lostBy('latency-p95', rules)).toBeUndefined();
  expect(lostBy('failed-requests', rules)).toBeDefined();
  expect(lostBy('generator-start-delay', rules)).toBeDefined();
});

test('countedLimits() says for each scenario above which limits a sample counts', () => {
  const own = withOwnLimits(TEMPLATES, { 'scenario-latency-p95': 30 });
  const rules = withLostBy(layRules(own, PLAN), { scenarios: SCENARIOS, hasChains: false });
  expect(countedLimits(rules, ['a', 'b'])).toEqual({
    a: { http_req_duration: [50, 100, 30], iteration_start_delay: [25] },
    b: { http_req_duration: [50, 100, 30], iteration_start_delay: [25] },
  });
});

test('k6Thresholds() has the engine abort where a rule is lost, after 5 s, and each threshold once', () => {
  const thresholds = k6Thresholds(RULES);
  const abort = (threshold: string) => ({ threshold, abortOnFail: true, delayAbortEval: '5s' });
  expect(thresholds['http_req_failed{target:api}']).toEqual([abort('rate==0')]);
  expect(thresholds['http_req_duration{expected_response:true,target:api}']).toEqual(['p(95)<50', 'p(99)<100']);
  expect(thresholds['samples_over_limit{limit:50,of:http_req_duration,target:api}']).toEqual([abort('count<52')]);
  expect(JSON.stringify(k6Thresholds(layRules(TEMPLATES, PLAN)))).not.toContain('abortOnFail');
});

/** A load of 10 s that was stopped after `lastedMs`, with so many answers over 50 ms and no other fault. */
function stoppedAfter(lastedMs: number, over: number): SummaryData {
  const counter = (count: number) => ({ type: 'counter', contains: 'default', values: { count } }) as const;
  const latency = { type: 'trend', contains: 'time', values: { 'p(95)': 60, med: 1, count: 200 } } as const;
  return {
    metrics: {
      'http_req_duration{expected_response:true,target:api}': latency,
      'http_reqs{expected_response:true,target:api}': counter(200),
      'samples_over_limit{limit:50,of:http_req_duration,target:api}': counter(over),
      'iteration_start_delay{target:api}': { type: 'trend', contains: 'time', values: { 'p(95)': 1, count: 200 } },
      'responses_checked{target:api}': counter(200),
      'dropped_iterations{scenario:a}': counter(0),
    },
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: lastedMs + 100 },
    setup_data: { loadBeganMs: 100 },
  };
}

const WORKLOAD = {
  scenarios: {
    a: { executor: 'constant-arrival-rate', rate: 100, timeUnit: '1s', duration: '10s', tags: { target: 'api' } },
  },
} as unknown as Parameters<typeof whyStoppedEarly>[0]['workload'];

test('a percentile that is lost has failed, though the samples are too few to judge it otherwise', () => {
  const judged = (over: number) => judgeRules(RULES, stoppedAfter(6_000, over)).find(({ id }) => id === 'latency-p95');
  expect(judged(51)).toMatchObject({ status: 'not-judged' });
  expect(judged(52)).toMatchObject({ status: 'fail', actual: 60 });
});

test('whyStoppedEarly() says what was lost and when, and nothing of a load that came to its end', () => {
  const plan = { rules: RULES, workload: WORKLOAD };
  expect(whyStoppedEarly(plan, stoppedAfter(6_040, 52))).toBe(
    'stopped early: after 6.0 of 10 s it could not become healthy any more (95th percentile of answered requests)',
  );
  expect(whyStoppedEarly(plan, stoppedAfter(10_000, 52))).toBeUndefined();
  expect(whyStoppedEarly(plan, stoppedAfter(6_040, 51))).toBeUndefined();
});

test('what is to be all is not lost by nothing: the share of no checks reads 0', () => {
  const data = stoppedAfter(6_000, 0);
  const withChecks = (passes: number, fails: number): SummaryData => ({
    ...data,
    metrics: {
      ...data.metrics,
      'checks{target:redis}': {
        type: 'rate',
        contains: 'default',
        values: { rate: passes + fails > 0 ? passes / (passes + fails) : 0, passes, fails },
      },
    },
  });
  const statusOf = (of: SummaryData) => judgeRules(RULES, of).find(({ id }) => id === 'redis-checks')?.status;
  expect(statusOf(withChecks(0, 0))).toBe('not-judged');
  expect(statusOf(withChecks(9, 1))).toBe('fail');
});
