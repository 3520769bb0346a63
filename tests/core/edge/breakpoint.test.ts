import { expect, test } from 'vitest';
import { judgeBreakpoint } from '../../../src/core/edge/breakpoint.ts';
import { rampUp } from '../../../src/core/workload/ramp.ts';

const ramp = rampUp({ fromPerSecond: 10, toPerSecond: 30, durationMs: 10_000, vus: 1 });

test.each([
  [10_000, 'not reached at 30 requests/s, after 10.0 s and 200 requests; raise MAX_RATE to find it'],
  // A higher rate at its end is no help to a run that came to none.
  [5_000, 'not reached at 20 requests/s, after 5.0 s and 200 requests'],
])('a ramp that lasted for %i ms without a break is told of', (lastedMs, sentence) => {
  const { breakpoint, rule } = judgeBreakpoint({ kind: 'breakpoint', ramp, expectedRate: 0 }, undefined, lastedMs, 200);
  expect(breakpoint.sentence).toBe(sentence);
  expect(rule.status).toBe('not-judged');
});
