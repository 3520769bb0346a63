import { expect, test } from 'vitest';
import { percentile } from '../../../src/core/metrics/percentile.ts';
import { seededRandom } from '../../../src/core/statistics/seeded-random.ts';
import { TrendSink } from '../../../src/engine/metrics/trend-sink.ts';

const FRACTIONS = [0, 0.001, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

/** A sink that got so many samples, and the samples in ascending order. */
function filled(count: number, draw: () => number) {
  const sink = new TrendSink();
  const samples = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    samples[index] = draw();
    sink.add(samples[index] ?? 0);
  }
  return { sink, samples: samples.sort() };
}

const random = seededRandom(7);
/** Times of answers: most take some milliseconds, a few take seconds. */
const latencyMs = () =>
  Math.exp(1 + 1.2 * (random() + random() + random() + random() - 2) * 2) + random() ** 200 * 5_000;

test('fewer than 100 000 samples give exact percentiles', () => {
  const { sink, samples } = filled(99_999, latencyMs);
  for (const q of FRACTIONS) expect(sink.percentile(q)).toBe(percentile(samples, q));
});

test('more give percentiles within 0.1 %, and exact means, counts and ends', () => {
  const { sink, samples } = filled(1_000_000, latencyMs);
  for (const q of FRACTIONS) {
    const exact = percentile(samples, q);
    expect(Math.abs(sink.percentile(q) - exact) / exact, `p(${100 * q})`).toBeLessThanOrEqual(0.001);
  }
  expect([sink.min, sink.max, sink.count]).toEqual([samples[0], samples.at(-1), 1_000_000]);
  expect(sink.avg).toBeCloseTo(samples.reduce((sum, sample) => sum + sample, 0) / 1_000_000, 6);
});

test('samples of any sign and size are counted: zeros, negative ones, and those that are all the same', () => {
  const { sink, samples } = filled(200_000, () => Math.round(random() * 10 - 5) * 1_000);
  for (const q of FRACTIONS) {
    const exact = percentile(samples, q);
    expect(Math.abs(sink.percentile(q) - exact)).toBeLessThanOrEqual(Math.abs(exact) / 1_000);
  }
  const same = filled(200_000, () => 7).sink;
  expect([same.min, same.percentile(0.5), same.max]).toEqual([7, 7, 7]);
});

test('an hour of 2000 samples per second takes no more memory than a minute of them', () => {
  const before = process.memoryUsage().arrayBuffers;
  const { sink } = filled(0, latencyMs);
  for (let index = 0; index < 7_200_000; index++) sink.add(index % 60_000);
  // The samples themselves would be 58 MB.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10e6);
  expect(sink.count).toBe(7_200_000);
});
