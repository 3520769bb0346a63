import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildReport } from '../../../src/core/result/build-report.ts';
import type { Plan } from '../../../src/core/result/report.ts';
import type { SummaryData } from '../../../src/core/summary/summary-data.ts';
import { layRules, type Rule, type RuleTemplate } from '../../../src/core/verdict/rule.ts';

const SCENARIO_NAMES = ['all_flags', 'before', 'outage', 'recovery', 'after', 'spike', 'cold', 'warm', 'step_1'];
const SCENARIOS = SCENARIO_NAMES.map((name) => ({
  name,
  ratePerSecond: 10,
  startMs: 0,
  durationMs: 10_000,
  plannedRequests: 100,
}));

/** What an engine delivers when each rule has its samples, and all of them hold but one. */
function summaryWith(rules: readonly Rule[], failing: Rule): SummaryData {
  const metrics: Record<string, SummaryData['metrics'][string]> = {};
  for (const { metric, threshold, floor } of rules) {
    metrics[floor.counter] ??= { type: 'counter', contains: 'default', values: { count: 1_000, rate: 100 } };
    const before = metrics[metric]?.thresholds ?? {};
    const values = { count: 1_000, rate: 0.5, value: 1, min: 1, max: 1, avg: 1, med: 1, 'p(95)': 1, 'p(99)': 1 };
    const isOk = metric !== failing.metric || threshold !== failing.threshold;
    metrics[metric] = { type: 'trend', contains: 'time', values, thresholds: { ...before, [threshold]: { ok: isOk } } };
  }
  return {
    metrics,
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 10_000 },
  };
}

/** The rules of a profile over those of the load profile, which it may extend. */
function templatesOf(file: string): readonly RuleTemplate[] {
  const rulesIn = (name: string): readonly RuleTemplate[] =>
    JSON.parse(readFileSync(`thresholds/${name}`, 'utf8')).rules;
  const byId = new Map(rulesIn('load.json').map((rule) => [rule.id, rule]));
  for (const rule of rulesIn(file)) byId.set(rule.id, { ...byId.get(rule.id), ...rule });
  return [...byId.values()];
}

const PROFILES = readdirSync('thresholds').filter((name) => name !== 'thresholds.schema.json');

test.each(PROFILES)('whichever rule of %s fails, something is named', (file) => {
  const rules = layRules(templatesOf(file), {
    scenarios: SCENARIOS,
    looks: 10,
    observations: 10,
    requireRedis: true,
    variables: { EXPECTED_MAX_CONNECTIONS: 10, SETTLE_TOLERANCE: 1, EXPECTED_RATE: 0 },
  });
  const plan: Plan = {
    profile: 'any',
    target: { baseUrl: 'http://127.0.0.1:1', redisUrl: 'redis://127.0.0.1:1' },
    workload: { scenarios: {}, settings: {} },
    rules,
    scenarios: SCENARIOS,
    expectedMaxConnections: 10,
    observeEveryMs: 1_000,
  };
  expect(rules.length).toBeGreaterThan(0);
  for (const failing of rules.filter(({ about }) => about !== 'generator')) {
    const { verdict, findings } = buildReport(plan, summaryWith(rules, failing));
    expect(verdict.status, failing.id).toBe('unhealthy');
    expect(findings[0]?.sentence, failing.id).toBeTruthy();
  }
});
