import { expect, test } from 'vitest';
import type { Series } from '../../../src/core/series/series.ts';
import { seriesProblem } from '../../../src/core/series/series-problem.ts';
import { soundResult } from '../../helpers/sound-result.ts';

function series(): Series {
  const { series: sound } = soundResult();
  if (sound === null) throw new Error('The result has no series');
  return sound;
}

test('a series of a run is sound', () => {
  expect(seriesProblem(series())).toBeUndefined();
});

const BAD: readonly (readonly [what: string, change: (sound: Series) => Partial<Series>, problem: RegExp])[] = [
  ['more points than any run has', () => ({ points: 1e8 }), /^\/series\/points is 100000000, expected .* up to 900$/],
  ['a point and a half', () => ({ points: 1.5 }), /^\/series\/points is 1.5/],
  ['no time between points', () => ({ intervalMs: 0 }), /^\/series\/intervalMs is 0/],
  ['fewer values than points', ({ api }) => ({ api: { ...api, failed: [0] } }), /^\/series\/api\/failed has 1 values/],
  [
    'a kind of errors with other points',
    ({ api }) => ({ api: { ...api, errors: { 'timed out': [1, 2, 3] } } }),
    /^\/series\/api\/timed out has 3 values/,
  ],
  [
    'a percentile with other points',
    ({ api }) => ({ api: { ...api, latencyMs: { ...api.latencyMs, p99: [] } } }),
    /^\/series\/api\/p99 has 0 values/,
  ],
  [
    'an observation with other points',
    () => ({ observed: { redis_connections: [1] } }),
    /^\/series\/observed\/redis_con/,
  ],
  [
    'histograms with other points',
    ({ scenarios }) => ({ scenarios: changed(scenarios, () => []) }),
    /^\/series\/scenarios\/\w+\/histograms has 0 values/,
  ],
  ...[{ 100000000: 1 }, { 1: 1e300 }, { 1: 0.5 }, { x: 1 }].map(
    (histogram) =>
      [
        `the histogram ${JSON.stringify(histogram)}`,
        ({ scenarios }: Series) => ({ scenarios: changed(scenarios, (sound) => sound.map(() => histogram)) }),
        /^\/series\/scenarios has a histogram/,
      ] as const,
  ),
];

test.each(BAD)('%s is no sound series', (_what, change, problem) => {
  const sound = series();
  expect(seriesProblem({ ...sound, ...change(sound) })).toMatch(problem);
});

type Scenarios = Series['scenarios'];
type Histograms = Scenarios[string]['histograms'];

function changed(scenarios: Scenarios, change: (histograms: Histograms) => Histograms): Scenarios {
  return Object.fromEntries(
    Object.entries(scenarios).map(([name, traffic]) => [name, { ...traffic, histograms: change(traffic.histograms) }]),
  );
}
