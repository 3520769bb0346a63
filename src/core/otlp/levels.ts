import { overTime } from '../series/observed-metrics.ts';
import type { Mark } from '../series/series.ts';
import { emptyBin, observe, type SeriesBin } from '../series/series-bin.ts';
import type { SeriesPart } from '../series/series-recorder.ts';
import { type Attributes, type Described, describe, described, observedNames, UNITS } from './described.ts';

/** A sample may take so long to get here. */
const LATE_MS = 1_000;

/** A value at a moment. */
export interface Level extends Described {
  readonly points: readonly { readonly names: Attributes; readonly value: number }[];
}

/** The peak of each level since a moment; none of those that were not seen since. */
export function levelsSince(sinceMs: number, { bins, beganAtMs, intervalMs }: SeriesPart): Level[] {
  const recent = bins.filter(([index]) => (beganAtMs ?? 0) + (index + 1) * intervalMs + LATE_MS > sinceMs);
  const peaks = peaksOf(recent.map(([, bin]) => bin));
  return observedNames(peaks)
    .filter((name) => overTime(name) !== 'sum')
    .map((name) => ({ ...describe(name), points: [{ names: {}, value: peaks[name] ?? 0 }] }));
}

function peaksOf(bins: readonly SeriesBin[]): SeriesBin['observed'] {
  const all = emptyBin();
  for (const { observed } of bins) {
    for (const name of observedNames(observed)) observe(all, name, observed[name] ?? 0);
  }
  return all.observed;
}

/** Their time as a value: a dashboard puts them where they belong, whenever it hears of them. */
export function markTimes(marks: readonly Mark[]): Level[] {
  if (marks.length === 0) return [];
  const points = marks.map(({ kind, label, atMs }) => ({ names: { kind, label }, value: atMs }));
  return [{ ...described('mark_time', 'when Redis was taken away and brought back', UNITS.ms), points }];
}

/** When the run ended, as a value: only then is its last rate no rate any more. */
export function endTime(atMs: number): Level {
  return { ...described('end_time', 'when the run ended', UNITS.ms), points: [{ names: {}, value: atMs }] };
}
