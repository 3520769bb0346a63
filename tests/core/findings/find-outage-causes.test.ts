import { expect, test } from 'vitest';
import { findOutageCauses } from '../../../src/core/findings/find-outage-causes.ts';
import type { OutageReport } from '../../../src/core/outage/outage-report.ts';
import { soundRule } from '../../helpers/sound-result.ts';
import { HEALTHY } from './evidence-of.ts';

const PLAN = { faultAtMs: 10_000, returnAtMs: 20_000, endMs: 35_000, phases: [] };

/** Causes of a run in which Redis was never seen to be away. */
function causesWith(requests: number): string[] {
  const outage = { outageMs: 10_000, requests } as OutageReport;
  const judged = { evidence: { ...HEALTHY, redisAnswers: 9 }, rules: [], notes: [] };
  return findOutageCauses(PLAN, outage, judged).map(({ id }) => id);
}

test('that Redis was not away is a cause only where the load went on into the outage', () => {
  expect(causesWith(100)).toEqual(['outage-not-seen']);
  expect(causesWith(0)).toEqual([]);
});

test('an API that was never seen in Redis is not said to have left it: it may use another one', () => {
  const ofRedis = { about: 'redis', unit: 'count' } as const;
  const rules = [
    soundRule({ ...ofRedis, id: 'redis-away:outage' }),
    soundRule({ ...ofRedis, id: 'redis-used-again:after', status: 'fail' }),
  ];
  const causes = (connectionsMax: number) => {
    const evidence = { ...HEALTHY, connectionsMax, redisUnreachableFailures: 3 };
    const outage = { outageMs: 10_000, requests: 100 } as OutageReport;
    return findOutageCauses(PLAN, outage, { evidence, rules, notes: [] }).map(({ id }) => id);
  };
  expect(causes(6)).toEqual(['redis-unused']);
  expect(causes(0)).toEqual(['api-not-seen']);
});
