import { percentileOf } from './latency-histogram.ts';
import { emptyTraffic, mergeTraffic, type TrafficBin } from './series-bin.ts';
import type { SeriesPart } from './series-recorder.ts';

/** Where a run stands, as far as its samples tell. */
export interface Progress {
  /** Since the load began. */
  readonly elapsedMs: number;
  readonly plannedMs: number;
  /** Requests that ended, and those that were under way, over the last five seconds or so; null before the third one. */
  readonly recent: { readonly ratePerSecond: number; readonly inFlight: number } | null;
  /** Since the load began. */
  readonly failedRequests: number;
  /** Of all answers so far; null without one. */
  readonly p95Ms: number | null;
}

const RECENT_MS = 5_000;

/**
 * Reads where a run stands; null until its load began.
 *
 * @param nowMs milliseconds since 1970
 */
export function progressOf({ beganAtMs, plannedMs, intervalMs, bins }: SeriesPart, nowMs: number): Progress | null {
  if (beganAtMs === null) return null;
  const elapsedMs = Math.max(0, nowMs - beganAtMs);
  const planned = plannedMs ?? 0;
  const trafficOf = (some: SeriesPart['bins']) => some.flatMap(([, { scenarios }]) => Object.values(scenarios));
  const all = sumOf(trafficOf(bins));
  // The point of now is not over, and samples of the one before may be under way.
  const until = Math.floor(elapsedMs / intervalMs) - 1;
  const from = Math.max(0, until - Math.max(1, Math.round(RECENT_MS / intervalMs)));
  const recent = sumOf(trafficOf(bins.filter(([index]) => index >= from && index < until)));
  const recentMs = (until - from) * intervalMs;
  return {
    elapsedMs: planned > 0 ? Math.min(elapsedMs, planned) : elapsedMs,
    plannedMs: planned,
    recent:
      until <= 0 ? null : { ratePerSecond: (recent.requests * 1_000) / recentMs, inFlight: recent.busyMs / recentMs },
    failedRequests: all.failed,
    p95Ms: percentileOf(all.latency, 0.95),
  };
}

function sumOf(bins: readonly Readonly<TrafficBin>[]): TrafficBin {
  const sum = emptyTraffic();
  for (const bin of bins) mergeTraffic(sum, bin);
  return sum;
}
