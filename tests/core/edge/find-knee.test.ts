import { expect, test } from 'vitest';
import { findKnee, inFlight, ownDelayMs, type Step } from '../../../src/core/edge/find-knee.ts';

/** A step of 5 s that was sent in full and answered in 3 ms, but for what is told. */
function step(ratePerSecond: number, told: Partial<Step> = {}): Step {
  const plannedRequests = ratePerSecond * 5;
  return {
    ratePerSecond,
    durationMs: 5_000,
    plannedRequests,
    iterations: plannedRequests,
    requests: plannedRequests,
    failedRequests: 0,
    timedOutRequests: 0,
    droppedIterations: 0,
    meanMs: 2,
    p95Ms: 3,
    startDelayMs: 1,
    vus: Math.ceil(ratePerSecond / 2),
    ...told,
  };
}

const SLOW = { meanMs: 100, p95Ms: 110 };

test.each<[string, readonly Step[], ReturnType<typeof findKnee>['kind'], number | null]>([
  ['every step is alike', [step(50), step(100), step(200)], 'none', 200],
  ['every step of a slow API is alike', [step(50, SLOW), step(100, SLOW), step(200, SLOW)], 'none', 200],
  ['p95 rises', [step(50), step(100), step(200, { p95Ms: 41 })], 'waits', 100],
  ['p95 of a slow API doubles', [step(50, SLOW), step(100, { meanMs: 200, p95Ms: 250 })], 'waits', 50],
  ['p95 rises and stays up', [step(50), step(100, { p95Ms: 40 }), step(200, { p95Ms: 400 })], 'waits', 50],
  ['p95 rises once and is back at a higher rate', [step(50), step(100, { p95Ms: 80 }), step(200)], 'none', 200],
  ['p95 rises by less than a busy machine may add', [step(50), step(100, { p95Ms: 20 })], 'none', 100],
  ['requests fail at once', [step(50), step(100, { failedRequests: 1 })], 'errors', 50],
  ['requests fail after they have waited', [step(50), step(100, { p95Ms: 500, failedRequests: 90 })], 'waits', 50],
  [
    'a slow API runs into time-outs before its p95 can double',
    [step(50, SLOW), step(100, { p95Ms: 190, failedRequests: 9, timedOutRequests: 9 })],
    'waits',
    50,
  ],
  ['the first step fails', [step(50, { failedRequests: 9 }), step(100)], 'errors', null],
  [
    'all VUs wait for the API',
    [step(50), step(100, { requests: 400, droppedIterations: 100, meanMs: 490, p95Ms: 25 })],
    'waits',
    50,
  ],
  [
    'VUs are taken, but not by the API',
    [step(50), step(100, { requests: 400, droppedIterations: 100 })],
    'generator',
    50,
  ],
  ['the generator starts late', [step(50), step(100, { p95Ms: 400, startDelayMs: 300 })], 'generator', 50],
  [
    'the rise is no more than the generator lost',
    [step(50), step(100, { p95Ms: 40, startDelayMs: 20 })],
    'generator',
    50,
  ],
  ['less is sent than planned', [step(50), step(100, { iterations: 470 })], 'generator', 50],
  ['chains hide that less is sent', [step(50), step(100, { iterations: 470, requests: 940 })], 'generator', 50],
  ['96 % of the plan is sent', [step(50), step(100, { iterations: 480 })], 'none', 100],
  ['nothing was measured', [], 'none', null],
])('findKnee(): %s', (_name, steps, kind, holdsPerSecond) => {
  expect(findKnee(steps)).toMatchObject({ kind, holdsPerSecond });
});

test('findKnee() compares with the median of the steps before, which one outlier does not move', () => {
  const steps = [step(50), step(100, { p95Ms: 25 }), step(200), step(400, { p95Ms: 41 })];
  expect(findKnee(steps)).toEqual({ kind: 'waits', step: 3, holdsPerSecond: 200, levelMs: 3 });
});

test("inFlight() is Little's law over what was really answered", () => {
  expect(inFlight(step(200, { meanMs: 50 }))).toBe(10);
  expect(inFlight(step(200, { meanMs: 50, requests: 500 }))).toBe(5);
});

test('ownDelayMs() takes off the delay that dropped iterations only seem to have', () => {
  expect(ownDelayMs(step(100, { startDelayMs: 1_030, droppedIterations: 100 }))).toBe(30);
  expect(ownDelayMs(step(100, { startDelayMs: 5, droppedIterations: 100 }))).toBe(0);
});
