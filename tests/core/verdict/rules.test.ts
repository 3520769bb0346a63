import { expect, test } from 'vitest';
import type { SummaryData } from '../../../src/core/summary/summary-data.ts';
import { judgeRules } from '../../../src/core/verdict/judge-rules.ts';
import { k6Thresholds } from '../../../src/core/verdict/k6-thresholds.ts';
import { layRules, type Rule, type RuleTemplate } from '../../../src/core/verdict/rule.ts';
import { reachVerdict } from '../../../src/core/verdict/verdict.ts';
import limits from '../../../thresholds/load.json' with { type: 'json' };
import { soundRule } from '../../helpers/sound-result.ts';

const TEMPLATES = limits.rules as readonly RuleTemplate[];
const SCENARIOS = [
  { name: 'a', ratePerSecond: 7, startMs: 0, durationMs: 10_000, plannedRequests: 70 },
  { name: 'b', ratePerSecond: 3, startMs: 0, durationMs: 10_000, plannedRequests: 30 },
];
const PLAN = {
  scenarios: SCENARIOS,
  looks: 0,
  observations: 0,
  requireRedis: false,
  variables: { EXPECTED_MAX_CONNECTIONS: 10 },
};

/** What an engine would deliver if each rule's counter had `samples` samples and its threshold came out as `ok`. */
function measured(rules: readonly Rule[], samples: number, ok: boolean): SummaryData {
  const metrics: Record<string, SummaryData['metrics'][string]> = {};
  for (const { metric, threshold, floor } of rules) {
    metrics[floor.counter] = { type: 'counter', contains: 'default', values: { count: samples, rate: 1 } };
    metrics[metric] ??= {
      type: 'trend',
      contains: 'time',
      values: { 'p(95)': 1, 'p(99)': 1, rate: 1, count: samples },
      thresholds: {},
    };
    const measuredMetric = metrics[metric];
    metrics[metric] = { ...measuredMetric, thresholds: { ...measuredMetric.thresholds, [threshold]: { ok } } };
  }
  return {
    metrics,
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 1 },
  };
}

test('layRules() makes one rule per scenario where the scope says so, and scales every floor', () => {
  const rules = layRules(TEMPLATES, PLAN);
  const floors = Object.fromEntries(rules.map(({ id, floor }) => [id, floor.atLeast]));
  expect(floors).toMatchObject({
    'failed-requests': 100,
    'latency-p95': 90,
    'dropped-iterations:a': 70,
    'dropped-iterations:b': 30,
    'scenario-latency-p95:b': 27,
  });
});

test('layRules() gates p99 on the total only', () => {
  const p99 = layRules(TEMPLATES, PLAN).filter(({ threshold }) => threshold.startsWith('p(99)'));
  expect(p99.map(({ id }) => id)).toEqual(['latency-p99']);
});

test('layRules() never asks for fewer samples than one', () => {
  expect(layRules(TEMPLATES, { ...PLAN, scenarios: [] }).every(({ floor }) => floor.atLeast >= 1)).toBe(true);
});

test('k6Thresholds() gives every rule a companion that fails when nothing was measured', () => {
  const rules = layRules(TEMPLATES, PLAN).filter(({ required }) => required);
  const thresholds = k6Thresholds(rules, ['http_reqs{status:500}']);
  for (const { metric, threshold, floor } of rules) {
    expect(thresholds[metric]).toContain(threshold);
    expect(thresholds[floor.counter]).toContain(`count>=${floor.atLeast}`);
  }
  expect(thresholds['http_reqs{status:500}']).toEqual([]);
});

test('a run in which every rule has its samples and holds is healthy', () => {
  const rules = layRules(TEMPLATES, PLAN).filter(({ required }) => required);
  expect(reachVerdict(judgeRules(rules, measured(rules, 1_000, true))).status).toBe('healthy');
});

test('a rule without a sample is not judged, though the engine passes it', () => {
  const rules = layRules(TEMPLATES, PLAN);
  const results = judgeRules(rules, measured(rules, 0, true));
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['not-judged']));
  expect(results.every(({ actual }) => actual === null)).toBe(true);
  expect(reachVerdict(results)).toEqual({ status: 'not-judged', sentence: 'nothing was measured' });
});

test('a percentile over too few samples is not judged, good or bad', () => {
  const rules = layRules(TEMPLATES, PLAN).filter(({ id }) => id === 'latency-p95');
  for (const ok of [true, false])
    expect(judgeRules(rules, measured(rules, 3, ok))).toMatchObject([{ status: 'not-judged' }]);
});

test('a percentile asks for as many samples as it takes to be more than the largest', () => {
  const few = [{ name: 'a', ratePerSecond: 1, startMs: 0, durationMs: 4_000, plannedRequests: 4 }];
  const rules = layRules(TEMPLATES, { ...PLAN, scenarios: few });
  const of = (wanted: string) => rules.find(({ id }) => id === wanted);
  expect(of('latency-p95')).toMatchObject({ required: false, isMeasured: true, floor: { atLeast: 20 } });
  expect(of('latency-p99')).toMatchObject({ required: false, isMeasured: true, floor: { atLeast: 100 } });
  expect(of('failed-requests')).toMatchObject({ required: true, floor: { atLeast: 4 } });
  // It is measured anyway, and decides nothing on k6 either.
  expect(k6Thresholds(rules)[of('latency-p99')?.metric ?? '']).toEqual([]);
  // A run that is long enough needs what it did before.
  expect(layRules(TEMPLATES, PLAN).find(({ id }) => id === 'latency-p99')).toMatchObject({
    required: true,
    floor: { atLeast: 100 },
  });
});

test('a run that is too short for percentiles is healthy by its other rules, and never slow by half', () => {
  const few = [{ name: 'a', ratePerSecond: 1, startMs: 0, durationMs: 4_000, plannedRequests: 4 }];
  const rules = layRules(TEMPLATES, { ...PLAN, scenarios: few }).filter(({ isMeasured }) => isMeasured);
  const data = measured(rules, 5, true);
  const withMedian = (med: number): SummaryData => ({
    ...data,
    metrics: Object.fromEntries(
      Object.entries(data.metrics).map(([name, { thresholds, ...metric }]) => [
        name,
        {
          ...metric,
          values: { ...metric.values, med, 'p(95)': med, 'p(99)': med },
          ...(/duration|delay/.test(name) || thresholds === undefined ? {} : { thresholds }),
        },
      ]),
    ),
  });
  const fast = judgeRules(rules, withMedian(5));
  expect(fast.filter(({ limit }) => limit.startsWith('p')).map(({ status }) => status)).toEqual(
    fast.filter(({ limit }) => limit.startsWith('p')).map(() => 'not-judged'),
  );
  expect(reachVerdict(fast).status).toBe('healthy');
  const slow = judgeRules(
    rules.filter(({ about }) => about === 'api'),
    withMedian(2_000),
  );
  expect(slow.find(({ id }) => id === 'latency-p95')?.status).toBe('fail');
});

test('an optional rule decides only where it fails', () => {
  const rules = layRules(TEMPLATES, { ...PLAN, observations: 30 }).filter(({ id }) => id === 'redis-refused-commands');
  const [rule] = rules;
  expect(rule).toMatchObject({ required: false, isMeasured: true });
  const other = layRules(TEMPLATES, PLAN).filter(({ id }) => id === 'failed-requests');
  const both = [...rules, ...other];
  const unknown = judgeRules(both, measured(other, 100, true));
  expect(unknown.map(({ status }) => status)).toEqual(['not-judged', 'pass']);
  expect(reachVerdict(unknown).status).toBe('healthy');
  expect(reachVerdict(judgeRules(both, measured(both, 100, false))).status).toBe('unhealthy');
  // k6 by itself fails by it as well, and does without its samples.
  const thresholds = k6Thresholds(rules);
  expect(thresholds[rule?.metric ?? '']).toEqual(['count==0']);
  expect(thresholds[rule?.floor.counter ?? '']).toEqual([]);
});

test('one failed request of few is enough to fail', () => {
  const rules = layRules(TEMPLATES, PLAN).filter(({ id }) => id === 'failed-requests');
  expect(judgeRules(rules, measured(rules, 3, false))).toMatchObject([{ status: 'fail' }]);
});

test('a metric that the engine does not report is not judged', () => {
  const rules = layRules(TEMPLATES, PLAN);
  const nothing = { ...measured([], 0, true) };
  expect(judgeRules(rules, nothing).every(({ status }) => status === 'not-judged')).toBe(true);
});

test('Redis rules are required only when there is a Redis check or one was demanded', () => {
  const required = (plan: Parameters<typeof layRules>[1]) =>
    layRules(TEMPLATES, plan).filter(({ id, required }) => id.startsWith('redis-') && required).length;
  expect(required(PLAN)).toBe(0);
  expect(required({ ...PLAN, observations: 30 })).toBe(10);
  expect(required({ ...PLAN, requireRedis: true })).toBe(10);
});

test('reachVerdict() counts what failed of all rules', () => {
  const rules = layRules(TEMPLATES, PLAN).filter(({ id }) => id === 'latency-p95');
  const verdict = reachVerdict(judgeRules(rules, measured(rules, 100, false)));
  expect(verdict).toEqual({
    status: 'unhealthy',
    sentence: '1 of 1 rule failed',
  });
});

test('reachVerdict() says in words what could not be judged', () => {
  const fine = soundRule({ samples: 90 });
  const open = soundRule({ status: 'not-judged', scenario: 'all_flags', samples: 20, required: true });
  expect(reachVerdict([fine, open]).sentence).toBe(
    '1 rule could not be judged: 95th percentile of answered requests of all_flags (20 of 90 samples)',
  );
});

test('reachVerdict() of no rules at all is not healthy', () => {
  expect(reachVerdict([]).status).toBe('not-judged');
});

test.each([
  ['rate<=0.05', 0.7, 98, 'fail'],
  ['rate<=0.05', 0.06, 98, 'fail'],
  // The samples that are missing could have been good ones.
  ['rate<=0.05', 0.06, 80, 'not-judged'],
  ['rate>=0.95', 0.3, 98, 'fail'],
  ['rate>=0.95', 0.94, 80, 'not-judged'],
] as const)('a share beyond %s (%d of %d of 100 samples) is %s', (threshold, rate, samples, status) => {
  const [template] = TEMPLATES.filter(({ id }) => id === 'failed-requests');
  const rules = layRules(template ? [{ ...template, threshold }] : [], PLAN);
  const data = measured(rules, samples, false);
  const metric = data.metrics[rules[0]?.metric ?? ''];
  const metrics = { ...data.metrics, ...(metric && { [rules[0]?.metric ?? '']: { ...metric, values: { rate } } }) };
  expect(judgeRules(rules, { ...data, metrics })).toMatchObject([{ status }]);
});

test('layRules() lays the rule about the fleet only where INSTANCES says how large that is', () => {
  const isLaid = (instances?: number) =>
    layRules(TEMPLATES, {
      ...PLAN,
      observations: 10,
      variables: { ...PLAN.variables, ...(instances === undefined ? {} : { INSTANCES: instances }) },
    }).some(({ id }) => id === 'redis-fleet');
  expect([isLaid(), isLaid(0), isLaid(1)]).toEqual([false, false, true]);
});

test('what a late load generator measured in time, of the API as of Redis, is not judged', () => {
  const ids = ['latency-p95', 'redis-latency-p95', 'redis-checks', 'generator-start-delay'];
  const rules = layRules(TEMPLATES, { ...PLAN, looks: 30, observations: 30 }).filter(({ id }) => ids.includes(id));
  const statusOf = (ok: boolean) =>
    Object.fromEntries(judgeRules(rules, measured(rules, 1_000, ok)).map(({ id, status }) => [id, status]));
  expect(statusOf(true)).toEqual(Object.fromEntries(ids.map((id) => [id, 'pass'])));
  expect(statusOf(false)).toEqual({
    'latency-p95': 'not-judged',
    'redis-latency-p95': 'not-judged',
    'redis-checks': 'fail',
    'generator-start-delay': 'fail',
  });
});
