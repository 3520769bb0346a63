import { expect, test } from 'vitest';
import { sinkValues } from '../../../src/engine/metrics/sink-values.ts';
import { createSink } from '../../../src/engine/metrics/sinks.ts';

const filled = (type: Parameters<typeof createSink>[0], samples: readonly number[]) => {
  const sink = createSink(type);
  for (const sample of samples) sink.add(sample);
  return sink;
};

test('a counter sums up and gives a rate per second of the run', () => {
  expect(sinkValues(filled('counter', [1, 2.5, -1]), [], 5_000)).toEqual({ count: 2.5, rate: 0.5 });
  expect(sinkValues(filled('counter', [3]), [], 0)).toEqual({ count: 3, rate: 0 });
});

test('a counter that got only zeros is not empty', () => {
  expect(filled('counter', [0]).isEmpty).toBe(false);
  expect(filled('counter', []).isEmpty).toBe(true);
});

test('a gauge keeps the last, smallest and largest value', () => {
  expect(sinkValues(filled('gauge', [-3, -5, -4]), [], 1)).toEqual({ value: -4, min: -5, max: -3 });
  expect(sinkValues(filled('gauge', []), [], 1)).toEqual({ value: 0, min: 0, max: 0 });
});

test('a rate counts what is not zero', () => {
  expect(sinkValues(filled('rate', [1, 0, 2, 0]), [], 1)).toEqual({ rate: 0.5, passes: 2, fails: 2 });
  expect(sinkValues(filled('rate', []), [], 1)).toEqual({ rate: 0, passes: 0, fails: 0 });
});

test('a trend gives the statistics asked for, over more samples than it first has room for', () => {
  const samples = Array.from({ length: 1_001 }, (_, index) => (index * 5) % 1_001);
  const stats = ['avg', 'min', 'med', 'max', 'p(90)', 'p(75)', 'count'];
  expect(sinkValues(filled('trend', samples), stats, 1)).toEqual({
    avg: 500,
    min: 0,
    med: 500,
    max: 1_000,
    'p(90)': 900,
    'p(75)': 750,
    count: 1_001,
  });
});

test('a trend that was read goes on taking samples', () => {
  const sink = createSink('trend');
  if (sink.type !== 'trend') throw new Error('Not a trend');
  sink.add(5);
  expect(sink.max).toBe(5);
  sink.add(9);
  sink.add(1);
  expect([sink.min, sink.max, sink.percentile(0.5)]).toEqual([1, 9, 5]);
  for (const sample of [3, 2, 8, 4]) sink.add(sample);
  expect([0, 1, 2, 3, 4, 5, 6].map((rank) => sink.percentile(rank / 6))).toEqual([1, 2, 3, 4, 5, 8, 9]);
});

test.each(['zz', 'p(101)', 'p95', 'p()'])('sinkValues() refuses the trend stat %s', (stat) => {
  expect(() => sinkValues(createSink('trend'), [stat], 1)).toThrow(`Cannot compute trend stat "${stat}"`);
});
