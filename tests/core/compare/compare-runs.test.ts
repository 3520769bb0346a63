import { describe, expect, test } from 'vitest';
import { type ComparedResult, compareRuns } from '../../../src/core/compare/compare-runs.ts';
import type { Answer } from '../../../src/core/compare/comparison.ts';
import { type SyntheticRun, syntheticResult } from '../../helpers/synthetic-result.ts';

const ROUNDS = 3;

function side(seed: number, run: Omit<SyntheticRun, 'seed'> = {}): ComparedResult[] {
  return Array.from({ length: ROUNDS }, (_, index) => syntheticResult({ seed: seed + index, ...run }));
}

/** Base and head that differ only as said; each run has its own noise. */
function comparisonOf(ofHead: Omit<SyntheticRun, 'seed'> = {}, ofBase: Omit<SyntheticRun, 'seed'> = {}) {
  return compareRuns({ base: side(1, ofBase), head: side(101, ofHead), isPaired: true });
}

function answerOf(id: string, comparison = comparisonOf()): Answer | undefined {
  return comparison.metrics.find((metric) => metric.id === id)?.answer;
}

/** How often each answer comes, over many pairs of sides on a noisy machine. */
function countAnswers(times: number, addedMs: number): Partial<Record<Answer, number>> {
  const counts: Partial<Record<Answer, number>> = {};
  for (let time = 0; time < times; time += 1) {
    const base = side(1_000 * time);
    const head = side(1_000 * time + 500, { addedMs });
    const { answer } = compareRuns({ base, head, isPaired: true });
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  return counts;
}

test('finds no difference between 50 pairs of identical builds, but for a few', { timeout: 300_000 }, () => {
  const { worse = 0, better = 0, 'no-difference': none = 0 } = countAnswers(50, 0);
  expect(worse + better).toBeLessThanOrEqual(1);
  expect(none).toBeGreaterThanOrEqual(47);
});

test('finds 5 ms more in each of 20 pairs', { timeout: 300_000 }, () => {
  expect(countAnswers(20, 5)).toEqual({ worse: 20 });
});

test('calls head better when base is the slow one', () => {
  const comparison = comparisonOf({}, { addedMs: 5 });
  expect(comparison.answer).toBe('better');
  expect(answerOf('p50', comparison)).toBe('better');
  expect(comparison.sentence).toContain('latency p50');
});

test('compares the same runs to the same digits', () => {
  expect(JSON.stringify(comparisonOf({ addedMs: 1 }))).toBe(JSON.stringify(comparisonOf({ addedMs: 1 })));
});

test('does not call one second of noise a difference', () => {
  const calm = Array.from({ length: 10 }, () => ({ level: 1, hitShare: 0, hitFactor: 1 }));
  const disturbed = calm.map((second, index) => (index === 4 ? { level: 20, hitShare: 1, hitFactor: 5 } : second));
  const base = side(1, { weather: calm });
  const [first, ...rest] = side(101, { weather: calm });
  const head = [syntheticResult({ seed: 101, weather: disturbed }), ...rest];
  expect(first).toBeDefined();
  const comparison = compareRuns({ base, head, isPaired: true });
  expect(comparison.answer).not.toBe('worse');
  const p99 = comparison.metrics.find(({ id }) => id === 'p99');
  // The point value alone would have said so.
  expect(p99?.difference).toBeGreaterThan(p99?.floor ?? Number.POSITIVE_INFINITY);
});

test('leaves the latencies of the first second out, but for runs that are about it', () => {
  const cold = Array.from({ length: 10 }, (_, index) => ({ level: index === 0 ? 50 : 1, hitShare: 0, hitFactor: 1 }));
  const calm = cold.map((second) => ({ ...second, level: 1 }));
  const base = side(1, { weather: calm });
  const head = side(101, { weather: cold });
  const p99 = (isAboutStart: boolean) =>
    compareRuns({ base, head, isPaired: true, isAboutStart }).metrics.find(({ id }) => id === 'p99');
  expect(p99(false)?.head).toBeLessThan(20);
  expect(p99(true)?.head).toBeGreaterThan(50);
});

test('the interval holds the difference that was measured', () => {
  for (const { difference, interval, title } of comparisonOf({ addedMs: 2 }).metrics) {
    expect(interval?.[0], title).toBeLessThanOrEqual(difference ?? Number.NaN);
    expect(interval?.[1], title).toBeGreaterThanOrEqual(difference ?? Number.NaN);
  }
});

describe('judges beside latency', () => {
  test('failed requests', () => {
    expect(answerOf('failed-share', comparisonOf({ failedEverySecond: 3 }))).toBe('worse');
    expect(answerOf('failed-share', comparisonOf({}, { failedEverySecond: 3 }))).toBe('better');
  });

  test('connections', () => {
    expect(answerOf('connections', comparisonOf({ connections: 9 }))).toBe('worse');
    expect(answerOf('connections', comparisonOf({ connections: 5 }))).toBe('no-difference');
  });

  test('churn', () => {
    expect(answerOf('churn', comparisonOf({ openedEverySecond: 5 }))).toBe('worse');
  });

  test('hits among all lookups, of which less is worse', () => {
    expect(answerOf('hit-rate', comparisonOf({ missesEverySecond: 20 }))).toBe('worse');
    expect(answerOf('hit-rate', comparisonOf({}, { missesEverySecond: 20 }))).toBe('better');
  });

  test('scenarios only for information', () => {
    const scenarios = comparisonOf({ addedMs: 5 }).metrics.filter(({ isJudged }) => !isJudged);
    expect(scenarios.map(({ title }) => title)).toEqual([
      'p95 of all_flags',
      'p95 of single_flag',
      'p95 of cache_miss',
    ]);
  });
});

test('does not compare what one side lacks', () => {
  const comparison = comparisonOf({ connections: null });
  expect(answerOf('connections', comparison)).toBe('not-compared');
  expect(comparison.metrics.find(({ id }) => id === 'churn')?.reason).toBe('head has no such figure');
  expect(comparison.answer).toBe('no-difference');
});

test('does not compare what cannot be told apart', () => {
  const comparison = compareRuns({
    base: side(1),
    head: side(101, { connections: 50 }),
    isPaired: true,
    inseparable: { connections: 'one Redis' },
  });
  expect(answerOf('connections', comparison)).toBe('not-compared');
});

describe('cannot tell', () => {
  test('from a few seconds', () => {
    const { answer, sentence } = comparisonOf({ seconds: 3 }, { seconds: 3 });
    expect(answer).toBe('cannot-tell');
    expect(sentence).toContain('9 points in time, and at least 10 are needed: let each run last longer (DURATION)');
  });

  test('that nothing fails from a few hundred requests', () => {
    const { answer, metrics, sentence } = comparisonOf({ seconds: 5 }, { seconds: 5 });
    expect(metrics.find(({ id }) => id === 'failed-share')?.answer).toBe('cannot-tell');
    expect(answer).toBe('cannot-tell');
    expect(sentence).toContain('failed requests (−0.70 to +0.70 points)');
  });

  test('when the load generator measured itself', () => {
    const late = (run: ComparedResult): ComparedResult => ({
      ...run,
      rules: [
        {
          id: 'generator-start-delay',
          title: 'start delay',
          about: 'generator',
          metric: 'iteration_start_delay',
          limit: 'p(95)<25',
          actual: 80,
          samples: 500,
          samplesNeeded: 450,
          required: true,
          status: 'fail',
        },
      ],
    });
    const base = side(1).map(late);
    const head = side(101, { addedMs: 50 });
    expect(compareRuns({ base, head, isPaired: true }).answer).toBe('cannot-tell');
    const [first, second, third] = side(1);
    if (!first || !second || !third) throw new Error('there are three runs');
    // One late run leaves its partner out as well.
    const comparison = compareRuns({ base: [first, second, late(third)], head, isPaired: true });
    expect(comparison.head.map(({ isLeftOut }) => isLeftOut)).toEqual([false, false, true]);
    expect(comparison.answer).toBe('worse');
  });
});
