import type { Demand } from './demand.ts';
import { smallestPool, waitQuantileMs, waitShare } from './erlang.ts';

/** A burst is so many times the load asked. */
export const BURST = 3;
/** At the 99th percentile nobody waits: at most one loan in a hundred does. */
export const MOST_WAITING = 0.01;

/** What waits before a pool; null where the line only grows. */
export interface Waits {
  /** Share of the loans that wait at all. */
  readonly share: number;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface ComputedPool {
  readonly size: number;
  /** Share of its connections in use, on average. */
  readonly utilisation: number;
  readonly atRate: Waits;
  readonly atBurst: Waits;
}

/** How large a pool has to be, by Erlang C. */
export interface ComputedSize {
  /** The smallest pool in which at most 1 % of the loans wait at the load asked. */
  readonly size: number;
  /** The same at {@link BURST} times that load. */
  readonly burstSize: number;
  /** Pools around these. */
  readonly pools: readonly ComputedPool[];
}

/** Computes how large a pool has to be, for loans that come at random. */
export function computeSize({ connectionsInUse, holdMs }: Pick<Demand, 'connectionsInUse' | 'holdMs'>): ComputedSize {
  const size = smallestPool(connectionsInUse, MOST_WAITING);
  const burstSize = smallestPool(connectionsInUse * BURST, MOST_WAITING);
  const shown = [Math.floor(connectionsInUse) + 1, size - 1, size, size + 1, burstSize];
  const sizes = [...new Set(shown)].filter((one) => one > connectionsInUse).sort((a, b) => a - b);
  return {
    size,
    burstSize,
    pools: sizes.map((one) => ({
      size: one,
      utilisation: connectionsInUse / one,
      atRate: waitsBefore(one, connectionsInUse, holdMs),
      atBurst: waitsBefore(one, connectionsInUse * BURST, holdMs),
    })),
  };
}

function waitsBefore(size: number, erlangs: number, holdMs: number | null): Waits {
  const waitMs = (quantile: number) => {
    if (holdMs === null) return null;
    const ms = waitQuantileMs(size, erlangs, holdMs, quantile);
    return Number.isFinite(ms) ? ms : null;
  };
  return { share: waitShare(size, erlangs), p95Ms: waitMs(0.95), p99Ms: waitMs(0.99) };
}
