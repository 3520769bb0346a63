import { expect, test } from 'vitest';
import type { SummaryData, SummaryMetric } from '../../../src/core/summary/summary-data.ts';
import { judgeRules } from '../../../src/core/verdict/judge-rules.ts';
import { layRules, type RuleTemplate } from '../../../src/core/verdict/rule.ts';
import { whyUnattributed } from '../../../src/core/verdict/why-unattributed.ts';
import limits from '../../../thresholds/load.json' with { type: 'json' };

const PLAN = {
  scenarios: [{ name: 'a', ratePerSecond: 10, startMs: 0, durationMs: 10_000, plannedRequests: 100 }],
  looks: 10,
  observations: 10,
  requireRedis: false,
  variables: { EXPECTED_MAX_CONNECTIONS: 10, INSTANCES: 2 },
};

/** The rule as it comes out where it was looked at `looks` times, and so much of what Redis counted may be anybody's. */
function judge(id: string, looks: number, ok: boolean, unattributed: Readonly<Record<string, number>>) {
  const rules = layRules(limits.rules as readonly RuleTemplate[], PLAN).filter((rule) => rule.id === id);
  const metrics: Record<string, SummaryMetric> = {};
  for (const { metric, threshold, floor } of rules) {
    const values = { count: looks, max: 1 };
    metrics[floor.counter] = { type: 'counter', contains: 'default', values };
    metrics[metric] = { type: 'counter', contains: 'default', values, thresholds: { [threshold]: { ok } } };
  }
  for (const [name, value] of Object.entries(unattributed))
    metrics[name] = { type: 'gauge', contains: 'default', values: { value, max: value, min: 0 } };
  const data: SummaryData = {
    metrics,
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 1 },
  };
  return judgeRules(rules, data);
}

test.each([
  ['redis-memory-growth', 'redis_unattributed_memory_bytes', 12_582_912, 'Redis grew by 12.0 MiB while others'],
  ['redis-evictions', 'redis_unattributed_evictions', 7, '7 keys were evicted while others were using this Redis'],
  [
    'redis-rejected-connections',
    'redis_unattributed_rejections',
    3,
    '3 connections were rejected while others were connected to this Redis',
  ],
  ['redis-connections', 'redis_unattributed_open', 40, '40 connections are of others: API_CLIENTS tells'],
  ['redis-blocked-clients', 'redis_unattributed_blocked', 2, 'up to 2 at a time of others waited in blocking commands'],
  ['redis-fleet', 'redis_unattributed_to_fleet', 30, 'up to 30 connections may be of others'],
  ['redis-refused-commands', 'redis_unattributed_refusals', 5, '5 commands were refused while others'],
])('%s is not judged where it may be of others, and says why', (id, metric, value, why) => {
  const [few] = judge(id, 2, true, { [metric]: value });
  expect(few).toMatchObject({ status: 'not-judged', why: expect.stringContaining(why) });
  // Enough looks before it are no pass either.
  const [late] = judge(id, 9, true, { [metric]: value });
  expect(late).toMatchObject({ status: 'not-judged', why: expect.stringContaining(why) });
  // What the API did is its own, whoever came later.
  expect(judge(id, 9, false, { [metric]: value })).toMatchObject([{ status: 'fail' }]);
  const [alone] = judge(id, 9, true, { [metric]: 0 });
  expect(alone).toMatchObject({ status: 'pass' });
  expect(alone).not.toHaveProperty('why');
});

test('where Redis does not list its clients, nobody says that others are there', () => {
  const [rule] = layRules(limits.rules as readonly RuleTemplate[], PLAN).filter(({ id }) => id === 'redis-evictions');
  if (rule === undefined) throw new Error('No such rule');
  const values = { value: 7, max: 7, min: 7 };
  const data: SummaryData = {
    metrics: { redis_unattributed_evictions: { type: 'gauge', contains: 'default', values } },
    root_group: { name: '', groups: [], checks: [] },
    state: { isStdOutTTY: false, testRunDurationMs: 1 },
  };
  const notes = [{ topic: 'CLIENT LIST', text: 'CLIENT LIST was refused: NOPERM' }];
  expect(whyUnattributed(rule, data, notes)).toBe(
    '7 keys were evicted while clients that Redis does not list were using this Redis, which does not say whose they were',
  );
});

test('lookups that missed for want of keys that others had evicted are not judged, and why is said', () => {
  const unattributed = { redis_unexplained_share: 0.35, redis_unattributed_evictions: 15 };
  expect(judge('redis-warm-hit-rate', 9, true, unattributed)).toMatchObject([
    {
      status: 'not-judged',
      why: '15 keys were evicted while others were using this Redis: up to 35 % of the lookups were theirs, or missed for that',
    },
  ]);
});
