import { intervalOf } from './bootstrap.ts';
import { COMPARED_METRICS, type ComparedId, type ComparedMetric } from './compared-metrics.ts';
import type { MetricComparison } from './comparison.ts';
import { judgeMetric } from './judge-metric.ts';
import type { Statistics } from './side-statistics.ts';

export const CONFIDENCE = 0.99;

/** Both sides as measured, or as one resample has them. */
export interface Sides {
  readonly base: Statistics;
  readonly head: Statistics;
}

type Read = (statistics: Statistics) => number | null;
type Interval = readonly [low: number, high: number];

/**
 * Judges each metric of the whole; the scenarios are shown beside, for information.
 *
 * @param resamples none when too little was measured for any
 * @param inseparable metrics in which the sides cannot be told apart, and why
 */
export function judgeSides(
  sides: Sides,
  resamples: readonly Sides[],
  inseparable: Partial<Record<ComparedId, string>>,
): MetricComparison[] {
  const { base, head } = sides;
  const samples = Math.min(base.answered, head.answered);
  const compare = (metric: ComparedMetric, read: Read, isJudged: boolean, why?: string) => {
    const drawn = intervalOf(differences(resamples, read), CONFIDENCE);
    const interval = drawn && metric.id === 'failed-share' ? widenedByUnseen(drawn, sides) : drawn;
    const measured = { base: read(base), head: read(head), interval, samples, inseparable: why };
    return judgeMetric(metric, measured, isJudged);
  };
  const whole = COMPARED_METRICS.map((metric) =>
    compare(metric, ({ metrics }) => metrics[metric.id], true, inseparable[metric.id]),
  );
  const scenarios = Object.keys(base.scenarioP95).map((name) =>
    compare(
      { ...P95, id: `p95-${name}`, title: `p95 of ${name}` },
      ({ scenarioP95 }) => scenarioP95[name] ?? null,
      false,
    ),
  );
  return [...whole, ...scenarios];
}

const [, P95] = COMPARED_METRICS;

function differences(resamples: readonly Sides[], read: Read): number[] {
  return resamples.flatMap(({ base, head }) => {
    const ofBase = read(base);
    const ofHead = read(head);
    return ofBase === null || ofHead === null ? [] : [ofHead - ofBase];
  });
}

/**
 * No resample shows a failure when none was measured, and yet there may be some: what never happened in n requests may,
 * at this confidence, still happen to a share of 1 - ((1 - confidence) / 2)^(1/n).
 */
function widenedByUnseen([low, high]: Interval, { base, head }: Sides): Interval {
  const unseen = ({ metrics, requests }: Statistics) =>
    metrics['failed-share'] === 0 ? 1 - ((1 - CONFIDENCE) / 2) ** (1 / requests) : 0;
  return [low - unseen(base), high + unseen(head)];
}
