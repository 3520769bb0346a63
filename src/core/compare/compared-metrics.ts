import type { Unit } from './comparison.ts';

/** A metric that is compared, and by how much it has to differ. */
export interface ComparedMetric {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly worseWhen: 'higher' | 'lower';
  /** A difference counts beyond both: a share of the value of base, and an amount in the unit. */
  readonly floor: { readonly relative: number; readonly absolute: number };
  /** Fraction below which the value lies; only of percentiles. */
  readonly quantile?: number;
  /** Nothing can be said about the whole when nothing can be said about this one. */
  readonly isMain?: true;
}

/** The floors: differences below them are nobody's concern, whether they are real or not. docs/compare.md shows them. */
export const COMPARED_METRICS = [
  {
    id: 'p50',
    title: 'latency p50',
    unit: 'ms',
    worseWhen: 'higher',
    floor: { relative: 0.1, absolute: 1 },
    quantile: 0.5,
  },
  {
    id: 'p95',
    title: 'latency p95',
    unit: 'ms',
    worseWhen: 'higher',
    floor: { relative: 0.15, absolute: 2 },
    quantile: 0.95,
    isMain: true,
  },
  {
    id: 'p99',
    title: 'latency p99',
    unit: 'ms',
    worseWhen: 'higher',
    floor: { relative: 0.25, absolute: 5 },
    quantile: 0.99,
  },
  {
    id: 'failed-share',
    title: 'failed requests',
    unit: 'share',
    worseWhen: 'higher',
    floor: { relative: 0, absolute: 0.001 },
    isMain: true,
  },
  {
    id: 'connections',
    title: 'connections, mean',
    unit: 'count',
    worseWhen: 'higher',
    floor: { relative: 0.2, absolute: 2 },
  },
  {
    id: 'churn',
    title: 'opened per 100 requests',
    unit: 'count',
    worseWhen: 'higher',
    floor: { relative: 0.2, absolute: 1 },
  },
  {
    id: 'hit-rate',
    title: 'hits among all lookups',
    unit: 'share',
    worseWhen: 'lower',
    floor: { relative: 0, absolute: 0.02 },
  },
] as const satisfies readonly ComparedMetric[];

export type ComparedId = (typeof COMPARED_METRICS)[number]['id'];
