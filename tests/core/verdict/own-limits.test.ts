import { expect, test } from 'vitest';
import { parseOwnLimits } from '../../../src/core/settings/own-limits.ts';
import { ownLimitProblems, withOwnLimits } from '../../../src/core/verdict/own-limits.ts';
import type { RuleTemplate } from '../../../src/core/verdict/rule.ts';
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

test('ownLimitProblems() names rules that there are not, shares above 1, and what cannot be left out', () => {
  expect(ownLimitProblems(RULES, { 'latency-p95': 30, 'redis-evictions': null })).toEqual([]);
  expect(ownLimitProblems(RULES, { latency: 30 })).toEqual([
    expect.stringMatching(/^LIMITS is not allowed: there is no rule "latency": give any of latency-p95, /),
  ]);
  expect(ownLimitProblems(RULES, { 'redis-checks': 95, 'redis-miss-share': 20 })).toEqual([
    'LIMITS is not allowed: redis-checks is 95, and a share is at most 1',
    'LIMITS is not allowed: redis-miss-share is 20, and a share is at most 1',
  ]);
  expect(ownLimitProblems(RULES, { 'generator-start-delay': null })).toEqual([
    expect.stringMatching(/cannot be left out$/),
  ]);
});
