import { expect, test } from 'vitest';
import type { CacheUse, JourneyShape } from '../../../src/core/journey/journey-shape.ts';
import type { RuleTemplate } from '../../../src/core/verdict/rule.ts';
import { rulesOfJourney } from '../../../src/core/verdict/rules-of-journey.ts';
import load from '../../../thresholds/load.json' with { type: 'json' };

const RULES = load.rules as readonly RuleTemplate[];

function journeyOf(...shares: readonly (readonly [cache: CacheUse, share: number])[]): JourneyShape {
  return { requests: Object.fromEntries(shares.map(([cache, share], at) => [`r${at}`, { cache, share }])) };
}

test('a journey like that of flags is judged by the rules as they stand', () => {
  expect(rulesOfJourney(RULES, journeyOf(['warm', 90], ['miss', 10]))).toEqual({ rules: RULES, leftOut: [] });
});

test('the limit of misses is as far above those on purpose as it is for flags', () => {
  const { rules } = rulesOfJourney(RULES, journeyOf(['warm', 25], ['miss', 25], ['none', 50]));
  expect(rules.find(({ id }) => id === 'redis-miss-share')?.threshold).toBe('value<=0.6');
});

test.each<[string, JourneyShape, string[]]>([
  ['no request can miss', journeyOf(['warm', 100]), ['misses among all lookups']],
  [
    'none is warm',
    journeyOf(['miss', 50], ['none', 50]),
    ['hits among lookups that the cache could answer', 'misses among all lookups'],
  ],
])('where %s, the rules that need it are no part of the run, and are named', (_what, journey, titles) => {
  const { rules, leftOut } = rulesOfJourney(RULES, journey);
  expect(leftOut).toEqual(titles);
  expect(rules).toHaveLength(RULES.length - titles.length);
  expect(rules.map(({ title }) => title)).not.toEqual(expect.arrayContaining(titles));
});
