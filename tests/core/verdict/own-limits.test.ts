import { expect, test } from 'vitest';
import { LIMITED } from '../../../src/core/journey/journey-problems.ts';
import { type OwnLimits, parseOwnLimits } from '../../../src/core/settings/own-limits.ts';
import { limitText } from '../../../src/core/verdict/limit-text.ts';
import { ownLimitProblems, withJourneyLimits, withOwnLimits } from '../../../src/core/verdict/own-limits.ts';
import { layRules, type RuleTemplate } from '../../../src/core/verdict/rule.ts';
import { thresholdAt } from '../../../src/core/verdict/threshold-at.ts';
import limits from '../../../thresholds/load.json' with { type: 'json' };

const RULES = limits.rules as RuleTemplate[];

test('parseOwnLimits() takes numbers and null by the id of a rule, and nothing else', () => {
  expect(parseOwnLimits('')).toEqual({});
  expect(parseOwnLimits('{"latency-p95": 30, "checks": null}')).toEqual({ 'latency-p95': 30, checks: null });
  for (const text of ['{', '[]', '3', 'null', '{"a": "30"}', '{"a": -1}', '{"a": {}}']) {
    expect(parseOwnLimits(text), text).toBeUndefined();
  }
});

test('withOwnLimits() changes the number of a threshold and nothing else, and leaves rules out', () => {
  const own = { 'latency-p95': 30, 'redis-warm-hit-rate': 0.8, 'redis-connections': 25, checks: null };
  const rules = withOwnLimits(RULES, own);
  const thresholdOf = (id: string) => rules.find((rule) => rule.id === id)?.threshold.replaceAll(' ', '');
  expect(thresholdOf('latency-p95')).toBe('p(95)<30');
  expect(thresholdOf('redis-warm-hit-rate')).toMatch(/>=0\.8$/);
  expect(thresholdOf('redis-connections')).toMatch(/<=25$/);
  expect(rules).toHaveLength(RULES.length - 1);
  expect(rules.filter(({ id }) => !(id in own))).toEqual(RULES.filter(({ id }) => !(id in own)));
});

test('a limit on what was to be none, or all, is one of how much there may be', () => {
  const rules = withOwnLimits(RULES, {
    'failed-requests': 0.01,
    checks: 0.99,
    'redis-evictions': 5,
    'redis-checks': 1,
  });
  const thresholds = rules.map(({ id, threshold }) => `${id} ${threshold}`);
  expect(thresholds).toEqual(
    expect.arrayContaining(['failed-requests rate<=0.01', 'checks rate>=0.99', 'redis-evictions count<=5']),
  );
  expect(thresholds).toContain('redis-checks rate==1');
  expect(thresholdAt('count==0', 1)).toBe('count<=1');
  expect(thresholdAt('max<={EXPECTED_MAX_CONNECTIONS}', 0)).toBe('max<=0');
});

const SCENARIOS = ['list', 'search'].map((name) => ({
  name,
  ratePerSecond: 10,
  startMs: 0,
  durationMs: 10_000,
  plannedRequests: 100,
}));
const PLAN = {
  scenarios: SCENARIOS,
  looks: 0,
  observations: 0,
  requireRedis: false,
  variables: { EXPECTED_MAX_CONNECTIONS: 10 },
};

/** Limits of the rules of single requests, by their id; `own` where they are said to be the journey's. */
function limitsFor(rules: readonly RuleTemplate[]): Record<string, string> {
  const laid = layRules(rules, PLAN).filter(({ id }) => /^(scenario-latency-p95|dropped-iterations):/.test(id));
  return Object.fromEntries(
    laid.map(({ id, threshold, limitFrom }) => [id, limitFrom === 'journey' ? `${threshold} own` : threshold]),
  );
}

test('a limit may be for one scenario, by the id of its rule, and counts for more than that for all', () => {
  const own = { 'scenario-latency-p95': 70, 'scenario-latency-p95:search': 120, 'dropped-iterations:list': null };
  expect(limitsFor(withOwnLimits(RULES, own))).toEqual({
    'scenario-latency-p95:list': 'p(95)<70',
    'scenario-latency-p95:search': 'p(95)<120',
    'dropped-iterations:search': 'count==0',
  });
});

test('requests of a journey may have limits of their own, and LIMITS counts for more', () => {
  const request = { share: 50, cache: 'warm' } as const;
  const journey = {
    requests: {
      list: { ...request, limits: { 'scenario-latency-p95': 30 } },
      search: { ...request, limits: { 'scenario-latency-p95': 90, 'dropped-iterations': 2 } },
    },
  };
  const rules = withJourneyLimits(RULES, journey);
  expect(limitsFor(rules)).toEqual({
    'scenario-latency-p95:list': 'p(95)<30 own',
    'scenario-latency-p95:search': 'p(95)<90 own',
    'dropped-iterations:list': 'count==0',
    'dropped-iterations:search': 'count<=2 own',
  });
  expect(limitsFor(withOwnLimits(rules, { 'scenario-latency-p95:search': 200 }))).toMatchObject({
    'scenario-latency-p95:list': 'p(95)<30 own',
    'scenario-latency-p95:search': 'p(95)<200',
  });
  expect(limitsFor(withOwnLimits(rules, { 'scenario-latency-p95': 200 }))).toMatchObject({
    'scenario-latency-p95:list': 'p(95)<200',
    'scenario-latency-p95:search': 'p(95)<200',
  });
});

test('a journey may have a limit for each rule that is about single requests', () => {
  const perRequest = RULES.filter(({ scope }) => scope === 'each-scenario').map(({ id }) => id);
  expect(perRequest.sort()).toEqual([...LIMITED].sort());
});

test('limitText() says that a limit is of the journey', () => {
  expect(limitText({ limit: 'p(95)<30', unit: 'ms', limitFrom: 'journey' })).toBe("< 30 ms, the journey's own");
  expect(limitText({ limit: 'p(95)<30', unit: 'ms' })).toBe('< 30 ms');
});

test.each<[OwnLimits, RegExp[]]>([
  [{ 'latency-p95': 30, 'redis-evictions': null, 'scenario-latency-p95:list': 30 }, []],
  [{ latency: 30 }, [/^LIMITS is not allowed: there is no rule "latency": give any of latency-p95, /]],
  [
    { 'redis-checks': 95, 'redis-miss-share': 20 },
    [
      /^LIMITS is not allowed: redis-checks is 95, and a share is at most 1$/,
      /^LIMITS is not allowed: redis-miss-share is 20, and a share is at most 1$/,
    ],
  ],
  [{ 'generator-start-delay': null }, [/cannot be left out$/]],
  [
    { 'latency-p95:list': 30 },
    [
      /latency-p95 is about no single scenario, so "latency-p95:list" is none; of one scenario are scenario-latency-p95,/,
    ],
  ],
  [{ 'scenario-latency-p95:lst': 30 }, [/scenario-latency-p95 has no scenario "lst": give any of list, search$/]],
])('ownLimitProblems() of %j', (own, lines) => {
  expect(ownLimitProblems(RULES, own, ['list', 'search'])).toEqual(lines.map((line) => expect.stringMatching(line)));
});

test('ownLimitProblems() goes by the scenarios that a rule names, and by none that nobody knows yet', () => {
  const rules = RULES.map((rule) => (rule.id === 'scenario-latency-p95' ? { ...rule, scenarios: ['before'] } : rule));
  expect(ownLimitProblems(rules, { 'scenario-latency-p95:before': 30 }, undefined)).toEqual([]);
  expect(ownLimitProblems(rules, { 'scenario-latency-p95:list': 30 }, undefined)).toHaveLength(1);
  expect(ownLimitProblems(rules, { 'dropped-iterations:load_1': 3 }, undefined)).toEqual([]);
});
