import type { Values } from '../series/series.ts';

const LEVELS = '▁▂▃▄▅▆▇█';
const WIDEST = 40;

/** How many points share one character, so that no line is longer than 40. */
export function pointsPerCharacter(points: number): number {
  return Math.max(1, Math.ceil(points / WIDEST));
}

/**
 * Values as a row of bars from 0 to the largest of them, at most 40 characters; points that share a character show the
 * largest of theirs, and a blank stands where there is no value.
 */
export function sparkline(values: Values): string {
  const size = pointsPerCharacter(values.length);
  const largest = largestOf(values) ?? 0;
  const peaks = Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    largestOf(values.slice(index * size, (index + 1) * size)),
  );
  return peaks.map((value) => (value === null ? ' ' : levelOf(value, largest))).join('');
}

/** The largest value; null when there is none. */
export function largestOf(values: Values): number | null {
  return values.reduce((most, value) => (value === null ? most : Math.max(most ?? value, value)), null);
}

function levelOf(value: number, largest: number): string {
  const level = largest === 0 ? 0 : Math.ceil((value / largest) * LEVELS.length) - 1;
  return LEVELS[Math.max(0, level)] ?? ' ';
}
