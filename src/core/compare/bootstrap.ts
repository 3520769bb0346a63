import type { Weights } from './weighted-histograms.ts';

/** A run as far as drawing from it goes: its points, and how many neighbouring ones are drawn together. */
export interface Resampled {
  readonly points: number;
  readonly blockPoints: number;
}

/** Every point once. */
export function onceEach(runs: readonly Resampled[]): Weights {
  return runs.map(({ points }) => new Array<number>(points).fill(1));
}

/**
 * Fills each of the chosen runs with blocks of neighbouring points of it: what disturbs one second disturbs the next as
 * well, so single points would pretend to know more than they do (circular block bootstrap of Politis and Romano).
 *
 * @param chosen runs by index; one may be chosen several times
 */
export function drawWeights(runs: readonly Resampled[], chosen: readonly number[], random: () => number): Weights {
  const weights = runs.map(({ points }) => new Array<number>(points).fill(0));
  for (const run of chosen) {
    const counts = weights[run] ?? [];
    const { points, blockPoints } = runs[run] ?? { points: 0, blockPoints: 1 };
    for (let filled = 0; filled < points; filled += blockPoints) {
      const start = Math.floor(random() * points);
      for (let offset = 0; offset < Math.min(blockPoints, points - filled); offset += 1) {
        const point = (start + offset) % points;
        counts[point] = (counts[point] ?? 0) + 1;
      }
    }
  }
  return weights;
}

/** As many of `count` runs, by index and with replacement. */
export function drawRuns(count: number, random: () => number): number[] {
  return Array.from({ length: count }, () => Math.floor(random() * count));
}

/** What holds the share `confidence` of the values and leaves out as many below as above; null without a value. */
export function intervalOf(values: readonly number[], confidence: number): readonly [low: number, high: number] | null {
  const sorted = [...values].sort((a, b) => a - b);
  const outside = Math.floor((sorted.length * (1 - confidence)) / 2);
  const low = sorted[outside];
  const high = sorted[sorted.length - 1 - outside];
  return low === undefined || high === undefined ? null : [low, high];
}
