import type { Range } from '../verdict/range.ts';

/** Lookups that Redis counted, without our own, beside what was asked of the API meanwhile. */
export interface LookupCounts {
  readonly hits: number;
  readonly misses: number;
  /** That ask a cache. */
  readonly requests: number;
  /** Those of them that no cache can answer. */
  readonly missRequests: number;
  /** How large a part of the requests these are by plan. */
  readonly missShare: number;
  /** The most commands that others sent; null: some, and it is not known how many. */
  readonly othersCommands: number | null;
  /** Keys that Redis may have removed to make room for others, and that may have been of the API. */
  readonly othersEvictions: number;
}

/** What the lookups say of the cache of the API. */
interface CacheUse {
  /** Of the warm requests, those that the cache answered; an API that does not even ask Redis answers from memory. */
  readonly warmHits: Range;
  /** Misses among the lookups, or among the requests where there were more of these. */
  readonly misses: Range;
  /** Share of the lookups that our requests do not explain, or that missed for lack of a key that others had evicted. */
  readonly unexplainedShare: number;
  /** Whether the API was seen to use Redis for what no cache can hold yet. */
  readonly isUsed: boolean;
}

/** Lookups are as many as requests when they are this share of them: some are always under way. */
const ABOUT_AS_MANY = 0.9;

/**
 * Redis counts the lookups of everybody. Each request to the API explains one; those beyond are of others, or of keys
 * beside the cache (sessions, locks), and may be the misses or the hits. So each figure is known within a range, which
 * is a single number where there is nothing to tell apart.
 */
export function cacheUse({ hits, misses, requests, missRequests, missShare, ...others }: LookupCounts): CacheUse {
  const lookups = hits + misses;
  const extra = Math.max(0, lookups - requests);
  const ofOthers = othersLookups(lookups, requests, others.othersCommands);
  const unexplained = Math.max(ofOthers, extra);
  const warmMisses = Math.max(0, misses - missRequests);
  // Of a few requests more can be misses than of many.
  const usualMisses = Math.max(0, misses - Math.max(0, missRequests - requests * missShare));
  // A key is missed once for each time that it was evicted, and would have been a hit.
  const evicted = Math.min(others.othersEvictions, warmMisses);
  const warmRequests = requests - missRequests;
  const hitShare = (hit: number, missed: number) => 1 - share(missed, Math.max(hit + missed, warmRequests));
  return {
    warmHits: {
      least: hitShare(Math.max(0, hits - ofOthers), warmMisses),
      most: hitShare(hits + evicted, Math.max(0, warmMisses - evicted - unexplained)),
    },
    misses: {
      least: share(Math.max(0, usualMisses - evicted - unexplained), Math.max(lookups - unexplained, requests)),
      most: share(usualMisses, Math.max(lookups - ofOthers, requests, misses)),
    },
    unexplainedShare: share(Math.min(lookups, unexplained + evicted), lookups),
    isUsed: lookups > 0 && lookups >= missRequests / 2,
  };
}

/** The most lookups that others may have made. */
function othersLookups(lookups: number, requests: number, commands: number | null): number {
  if (commands !== null) return Math.min(commands, lookups);
  // As many as the requests explain: whatever others do, it is not to look up keys.
  return lookups >= requests * ABOUT_AS_MANY ? Math.max(0, lookups - requests) : lookups;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
