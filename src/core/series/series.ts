import type { Count } from '../units/count.ts';
import type { LatencyHistogram } from './latency-histogram.ts';
import type { ObservedMetric } from './observed-metrics.ts';

/** A value for each point in time; null: there was no sample. */
export type Values = readonly (number | null)[];

/** Requests over time, of one scenario or of all. */
export interface TrafficSeries {
  /** What the plan had to send by now and had not by the point before; a constant rate is the same everywhere. */
  readonly planned: readonly number[];
  /** Requests that ended, failed ones among them. */
  readonly requests: readonly number[];
  readonly failed: readonly number[];
  /** Iterations that k6 dropped because no VU was free. */
  readonly dropped: readonly number[];
  /** Requests that were under way, on average over the point. */
  readonly inFlight: readonly number[];
  /** Failed requests by kind, such as `status 503` or `timed out`. */
  readonly errors: Readonly<Record<string, readonly number[]>>;
  /** Of requests that were answered as expected. */
  readonly latencyMs: {
    readonly p50: Values;
    readonly p90: Values;
    readonly p95: Values;
    readonly p99: Values;
    readonly max: Values;
  };
}

/** What was done at a moment. */
export interface Mark {
  readonly kind: 'fault' | 'return';
  readonly atMs: number;
  readonly label: string;
}

/**
 * A run over time. Point `i` covers the time from `i × intervalMs` to `(i + 1) × intervalMs` since the load began; every
 * array has a value for each point. A request counts for the point in which it ended, as k6 times its samples.
 */
export interface Series {
  /** UTC, ISO 8601: when the load began. */
  readonly beganAt: string;
  /** 1000, or twice, four times … that for a long run, so that no run has more than 900 points. */
  readonly intervalMs: Count;
  readonly points: Count;
  /** All scenarios with requests to the API. */
  readonly api: TrafficSeries;
  readonly scenarios: Readonly<
    Record<
      string,
      TrafficSeries & {
        /** Answered requests of each point by latency; see {@link LatencyHistogram} for the buckets. */
        readonly histograms: readonly Readonly<LatencyHistogram>[];
      }
    >
  >;
  /** What was observed beside the requests, as far as any was. */
  readonly observed: Readonly<Partial<Record<ObservedMetric, Values>>>;
  readonly marks: readonly Mark[];
}
