import { describe, expect, test } from 'vitest';
import { computeSize } from '../../../src/core/sizing/compute-size.ts';
import { demandOf } from '../../../src/core/sizing/demand.ts';
import { smallestPool } from '../../../src/core/sizing/erlang.ts';
import { trueSize } from '../../../src/core/sizing/even-load.ts';
import { judgeSize, type TriedSize } from '../../../src/core/sizing/judge-size.ts';
import { intervalOfSize, nextSizes, smallestThatHolds } from '../../../src/core/sizing/next-sizes.ts';
import { seededRandom } from '../../../src/core/statistics/seeded-random.ts';
import { simulatedRun } from '../../helpers/simulated-run.ts';
import { soundRule } from '../../helpers/sound-result.ts';

const LOAD = { ratePerSecond: 200, seconds: 5, holdMs: 19, databaseMs: 3 };

const FAILED = {
  id: 'failed-requests',
  metric: 'http_req_failed{target:api}',
  unit: 'share',
  limit: 'rate==0',
  status: 'fail',
} as const;

const runs = (size: number, count = 2) =>
  Array.from({ length: count }, (_item, index) => simulatedRun(LOAD, size, 10 * size + index));

test('a pool that is enough holds for sure, one that is not fails for sure, each with its figures', () => {
  expect(judgeSize(5, runs(5))).toMatchObject({ size: 5, runs: 2, holds: true, isSure: true });
  const small = judgeSize(4, runs(4));
  expect(small).toMatchObject({ holds: false, isSure: true, requests: 2_000, failedRequests: 0 });
  const p95 = small?.figures.find(({ id }) => id === 'latency-p95');
  expect(p95).toMatchObject({ limit: 'p(95)<50', unit: 'ms', holds: false });
  const [low = 0, high = 0] = p95?.interval ?? [];
  expect(low).toBeGreaterThan(50);
  expect(high).toBeGreaterThanOrEqual(p95?.value ?? 0);
});

test('what fails beside the times makes a pool fail, for sure where it does each time', () => {
  const rule = soundRule(FAILED);
  const failing = runs(9).map((run) => ({ ...run, rules: [...run.rules, rule] }));
  expect(judgeSize(9, failing)).toMatchObject({ holds: false, isSure: true });
  const [once, ...others] = failing;
  if (once === undefined) throw new RangeError('no run');
  const mixed = judgeSize(9, [once, ...runs(9, 1)]);
  expect(mixed).toMatchObject({ holds: false, isSure: false });
  expect(mixed?.figures).toContainEqual(expect.objectContaining({ id: 'failed-requests', value: 1, unit: 'runs' }));
  expect(others).toHaveLength(1);
});

test('a limit that all runs together have too few answers for is left out; without any, nothing is said', () => {
  // After its first second a run at 30/s has 60 answers, 6 of them misses.
  const few = { ...LOAD, ratePerSecond: 30, seconds: 3 };
  const idsOf = (count: number) =>
    judgeSize(
      9,
      Array.from({ length: count }, (_item, index) => simulatedRun(few, 9, index)),
    )?.figures.map(({ id }) => id);
  expect(idsOf(1)).toEqual(['latency-p95', 'scenario-latency-p95:all_flags']);
  expect(idsOf(4)).toEqual([
    'latency-p95',
    'latency-p99',
    ...['all_flags', 'single_flag', 'cache_miss'].map((scenario) => `scenario-latency-p95:${scenario}`),
  ]);
});

test('a run of which nothing but its first second is there says nothing, unless requests failed', () => {
  const short = simulatedRun({ ...LOAD, seconds: 1 }, 9, 1);
  expect(judgeSize(9, [short])).toBeUndefined();
  const rule = soundRule(FAILED);
  expect(judgeSize(9, [{ ...short, rules: [rule] }])).toMatchObject({ holds: false, isSure: true });
});

test('other limits of a user count as they are: any percentile, one scenario, what is no percentile by its rule', () => {
  const judged = (limit: string, rest: object) =>
    judgeSize(
      9,
      runs(9).map((run) => ({
        ...run,
        rules: [...run.rules, soundRule({ id: 'own', limit, samples: 1_000, ...rest })],
      })),
    )?.figures.find(({ id }) => id === 'own');
  const median = judged('med<5', {});
  expect(median).toMatchObject({ holds: false, unit: 'ms' });
  // A request holds its connection for 19 ms, but a tenth of them do so twice.
  expect(median?.value).toBeLessThan(25);
  expect(judged('p(93)<30', {})?.value).toBeGreaterThan(38);
  const metric = 'http_req_duration{expected_response:true,scenario:single_flag}';
  expect(judged('p(93)<30', { metric, scenario: 'single_flag' })).toMatchObject({ holds: true });
  expect(judged('avg<5', { status: 'fail' })).toMatchObject({ holds: false, unit: 'runs', value: 2 });
  expect(judged('avg<500', { status: 'pass' })).toBeUndefined();
});

/** Searches as `make size` does, with simulated runs. */
function search(
  load: typeof LOAD,
  seed: number,
): { size: number | undefined; computed: number; interval: readonly number[] } {
  const tried = new Map<number, TriedSize>();
  const all = new Map<number, ReturnType<typeof simulatedRun>[]>();
  const first = simulatedRun(load, 50, seed);
  const demand = demandOf(
    first.evidence ??
      (() => {
        throw new RangeError('no evidence');
      })(),
    load.ratePerSecond,
    { isHealthy: true, processes: 1 },
  );
  if (!('connectionsInUse' in demand)) throw new RangeError('no demand');
  const guess = Math.ceil(demand.connectionsInUse);
  for (let run = 0; ; ) {
    const sizes = nextSizes([...tried.values()], { largest: 50, rounds: 3, guess });
    if (sizes.length === 0) break;
    for (const size of sizes) {
      run += 1;
      const ofSize = [...(all.get(size) ?? []), simulatedRun(load, size, 1_000 * seed + run)];
      all.set(size, ofSize);
      const judged = judgeSize(size, ofSize);
      if (judged !== undefined) tried.set(size, judged);
    }
  }
  const size = smallestThatHolds([...tried.values()]);
  return {
    size,
    computed: computeSize(demand).size,
    interval: size === undefined ? [] : intervalOfSize([...tried.values()], size),
  };
}

describe('in 40 worlds drawn at random', () => {
  const random = seededRandom(7);
  const worlds = Array.from({ length: 40 }, (_item, index) => ({
    seed: index + 1,
    load: {
      seconds: 5,
      ratePerSecond: 40 + 10 * Math.floor(random() * 26),
      holdMs: 4 + Math.floor(random() * 17),
      databaseMs: 3,
    },
  }));
  const found = worlds.map(({ seed, load }) => ({
    ...search(load, seed),
    truth: trueSize({ ...load, seconds: 30 }, 50) ?? 0,
    computedTruth: smallestPool((load.ratePerSecond * 1.1 * load.holdMs) / 1_000, 0.01),
  }));

  test('the size measured is within one of the truth in 19 of 20, and so is the interval', () => {
    const near = found.filter(({ size, truth }) => size !== undefined && Math.abs(size - truth) <= 1);
    expect(near.length, JSON.stringify(found)).toBeGreaterThanOrEqual(38);
    const within = found.filter(({ interval: [low = 0, high = 0], truth }) => low - 1 <= truth && truth <= high + 1);
    expect(within.length, JSON.stringify(found)).toBeGreaterThanOrEqual(38);
  });

  test('the size computed is within one of that of the hold time injected, in all', () => {
    const near = found.filter(({ computed, computedTruth }) => Math.abs(computed - computedTruth) <= 1);
    expect(near.length, JSON.stringify(found)).toBe(40);
  });
});
