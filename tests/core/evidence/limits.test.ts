import { expect, test } from 'vitest';
import { limitsOf } from '../../../src/core/evidence/limits.ts';
import type { RuleTemplate } from '../../../src/core/verdict/rule.ts';
import limits from '../../../thresholds/load.json' with { type: 'json' };

const TEMPLATES = limits.rules as readonly RuleTemplate[];

test('without rules the limits are those of the load profile', () => {
  expect(limitsOf([])).toEqual(limitsOf(TEMPLATES.filter(({ threshold }) => !threshold.includes('{'))));
});

test('what is slow to a rule is slow to a finding: the widest limit where there are several', () => {
  const rules = [
    { id: 'scenario-latency-p95:before', threshold: 'p(95)<50' },
    { id: 'spike-latency-p95:spike', threshold: 'p(95)<300' },
    { id: 'redis-latency-p95', threshold: 'p(95)<10' },
    { id: 'redis-memory-growth', threshold: 'max<1000' },
  ];
  expect(limitsOf(rules)).toMatchObject({ slowAnswerMs: 300, slowCommandMs: 10, memoryLimitBytes: 1_000 });
});
