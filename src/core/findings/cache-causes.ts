import type { Evidence } from '../evidence/evidence.ts';
import { formatMs, formatShare } from '../units/numbers.ts';
import type { Cause, Found } from './finding.ts';
import { isAtLeast, isBelow } from './known.ts';

// The database does what the cache should, and answers wait for it.
const WITHOUT_CACHE = ['database-slow', 'api-slow'];

const NEARLY_ALL = 0.9;

const TOO_SPECIFIC =
  'Keep out of the key whatever does not change the answer (ids, times, the order of parameters): redis-cli --scan | head';

/** Redis answers, and the API makes too little of it. */
export const CACHE_CAUSES: readonly Cause[] = [
  {
    id: 'cache-stampede',
    explains: [...WITHOUT_CACHE, 'cache-ttl-too-short', 'pool-exhausted'],
    next: 'Let one request load an expired key while the others wait or get the old value; spread expiry with jitter.',
    find: (evidence) => {
      const { missesAtOnceMax, missesAtOnceMedian, keysExpired, missP50Ms, warmMaxMs, warmHitShare } = evidence;
      const most = mostMissesWithoutStampede(evidence);
      const together = expiringTogether(evidence);
      if (together !== undefined) return together;
      // Where the median is as high, the cache does not work at all.
      if (most === null || !isAtLeast(missesAtOnceMax, most + 1) || !isAtLeast(keysExpired, 1)) return undefined;
      if (!isAtLeast(warmHitShare, 0.5)) return undefined;
      return {
        sentence: `Expired keys are loaded by many requests at once: ${missesAtOnceMax} misses between two looks (median ${missesAtOnceMedian}), where one per key makes ${Math.floor(most)} at most; a load takes ${formatMs(missP50Ms ?? 0)}`,
        facts: ['missesAtOnceMax', 'missesAtOnceMedian', 'warmKeys', 'keysExpired', 'missP50Ms', 'warmMaxMs'],
        confidence: isAtLeast(warmMaxMs, missP50Ms ?? 0) ? 'high' : 'medium',
      };
    },
  },
  {
    id: 'cache-not-written',
    explains: [...WITHOUT_CACHE, 'cache-ttl-too-short', 'cache-key-too-specific'],
    next: 'Check whether the API writes what it loaded (redis-cli monitor for a second), and look for errors from SET in its log.',
    find: (evidence) => {
      const { misses, lookups } = evidence;
      // What is loaded and written makes a key; allow for keys that were there.
      if (!isMissing(evidence) || (keysCreated(evidence) ?? misses) >= misses / 2) return undefined;
      return {
        sentence: `The cache is read but hardly written: ${misses} of ${lookups} lookups missed, but only ${Math.round(keysCreated(evidence) ?? 0)} keys were created`,
        facts: ['lookups', 'misses', 'warmHitShare', 'keysGrowth', 'keysExpired'],
        confidence: 'high',
      };
    },
  },
  {
    id: 'cache-key-too-specific',
    explains: [...WITHOUT_CACHE, 'redis-memory-growth', 'redis-evictions'],
    next: TOO_SPECIFIC,
    find: (evidence) => {
      const { misses, lookups, keysGrowth, keysExpired, warmKeys } = evidence;
      if (!isMissing(evidence) || !isAtLeast(keysGrowth, misses / 2) || isExpiring(keysExpired, keysGrowth))
        return undefined;
      return {
        // How many keys a journey asks for nobody knows: it may be that many.
        ...(warmKeys === null && {
          next: `${TOO_SPECIFIC}. If each was asked for once, ask before the load, in setup.`,
        }),
        sentence: `The same request gets a new cache key again and again: ${misses} of ${lookups} lookups missed and left ${keysGrowth} new keys`,
        facts: ['lookups', 'misses', 'warmHitShare', 'keysGrowth', 'keysExpired'],
        confidence: warmKeys === null ? 'medium' : 'high',
      };
    },
  },
  {
    id: 'cache-ttl-too-short',
    explains: WITHOUT_CACHE,
    // Where most lookups hit, misses do not make the median slow.
    leaves: ({ warmHitShare, warmP50Ms, slowAnswerMs }) =>
      isAtLeast(warmHitShare, 0.5) && isAtLeast(warmP50Ms, slowAnswerMs) ? ['api-slow'] : [],
    next: 'Compare the TTL with how often a key is asked for: redis-cli ttl <key>',
    find: (evidence) => {
      const { warmHitShare, warmHitLimitShare, keysExpired, keysGrowth } = evidence;
      if (!isBelow(warmHitShare, warmHitLimitShare) || !isExpiring(keysExpired, keysGrowth)) return undefined;
      const share = `${formatShare(warmHitShare)} of the lookups that could hit did`;
      if (isExpiredOnce(evidence)) {
        return {
          sentence: `Cached answers that were older than the load expired during it, each about once: ${share}, while ${keysExpired} keys expired`,
          next: 'Let the load last longer than the TTL (DURATION), or begin with an empty cache: so short a load does not tell whether the TTL is.',
          facts: ['warmHitShare', 'warmKeys', 'keysExpired', 'keysGrowth', 'lookups', 'misses'],
          confidence: 'medium',
        };
      }
      return {
        sentence: `Cached answers expire before they are asked for again: ${share}, while ${keysExpired} keys expired`,
        facts: ['warmHitShare', 'keysExpired', 'keysGrowth', 'lookups', 'misses'],
        confidence: 'high',
      };
    },
  },
  {
    id: 'cache-cold',
    explains: WITHOUT_CACHE,
    next: 'Let the journey ask in its setup for what is cached (getAll), or let the load last longer (DURATION). If that does not help, the key holds what does not change the answer: redis-cli --scan | head',
    find: (evidence) => {
      const { warmHitShare, warmHitLimitShare, misses, missRequests, keysGrowth, keysExpired } = evidence;
      if (!isBelow(warmHitShare, warmHitLimitShare) || isMissing(evidence)) return undefined;
      // Each was loaded once, and is there still.
      if (!isAtLeast(keysGrowth, misses * NEARLY_ALL) || isAtLeast(keysExpired, misses / 10)) return undefined;
      const cold = misses - missRequests;
      if (cold <= 0) return undefined;
      return {
        sentence: `Cached answers were asked for the first time during the load: ${cold} lookups that could hit missed, and each left a new key; ${formatShare(warmHitShare)} hit`,
        facts: ['warmHitShare', 'misses', 'missRequests', 'keysGrowth', 'keysExpired', 'warmKeys'],
        confidence: 'medium',
      };
    },
  },
  {
    id: 'cache-key-too-broad',
    explains: ['wrong-content'],
    next: 'Put everything that the answer depends on into the key (the item, the user, the language): redis-cli --scan | head',
    find: ({ ofAnother, wrongAnswers, rightKeyed }) => {
      // Of n items that share a key, in turn, n - 1 of n are wrong, at least half; other requests have keys of their own.
      // What belongs to nobody was not cached for another.
      if (ofAnother === 0 || ofAnother < wrongAnswers || ofAnother < rightKeyed) return undefined;
      return {
        sentence: `Different requests share a cache key: ${ofAnother} of ${ofAnother + rightKeyed} answers with a key belong to another request, and no others were wrong`,
        facts: ['ofAnother', 'wrongKeyed', 'rightKeyed', 'wrongAnswers', 'warmHitShare'],
        confidence: 'medium',
      };
    },
  },
];

/** Keys that were written together expire together: one look sees nearly all of them loaded again, the others none. */
function expiringTogether(evidence: Evidence): Found | undefined {
  const { warmKeys, missesAtOnceMax, missesAtOnceMedian, keysExpired, warmHitShare, warmHitLimitShare } = evidence;
  if (warmKeys === null || missesAtOnceMax === null || missesAtOnceMedian === null) return undefined;
  if (!isBelow(warmHitShare, warmHitLimitShare) || !isAtLeast(keysExpired, warmKeys)) return undefined;
  const [burst, usual] = [missesAtOnceMax - usualMisses(evidence), missesAtOnceMedian - usualMisses(evidence)];
  if (burst < warmKeys * 0.6 || usual > warmKeys * 0.25) return undefined;
  return {
    sentence: `Keys expire together and are all loaded again at once: ${missesAtOnceMax} misses between two looks (median ${missesAtOnceMedian}), with ${warmKeys} keys that warm requests ask for`,
    facts: ['missesAtOnceMax', 'missesAtOnceMedian', 'warmKeys', 'keysExpired', 'warmHitShare', 'missP50Ms'],
    confidence: 'high',
  };
}

/** Misses between two looks of requests that no cache can answer. */
function usualMisses({ missRequests, durationMs, observeEveryMs }: Evidence): number {
  return (missRequests / durationMs) * observeEveryMs;
}

/** No more was loaded again than each warm key once. */
function isExpiredOnce({ warmKeys, misses, missRequests }: Evidence): boolean {
  return warmKeys !== null && misses - missRequests <= warmKeys * 1.1;
}

/** Most of what could be a hit is a miss. */
function isMissing({ warmHitShare, lookups }: Evidence): boolean {
  return lookups > 0 && isBelow(warmHitShare, 0.5);
}

/** Keys that were there at some time and had not been before; null when it is not known. */
function keysCreated({ keysGrowth, keysExpired, keysEvicted }: Evidence): number | null {
  return keysGrowth === null ? null : Math.max(0, keysGrowth) + (keysExpired ?? 0) + (keysEvicted ?? 0);
}

/** More keys have expired than are left. */
function isExpiring(keysExpired: number | null, keysGrowth: number | null): boolean {
  return isAtLeast(keysExpired, Math.max(1, keysGrowth ?? 0));
}

/**
 * The most misses between two looks at Redis if each key is loaded once when it has expired: the requests that no cache
 * can answer, and each warm key. The shortest TTL is a second, so a key expires once more in each second begun.
 */
function mostMissesWithoutStampede(evidence: Evidence): number | null {
  const { observeEveryMs, warmKeys } = evidence;
  if (warmKeys === null) return null;
  return usualMisses(evidence) + warmKeys * Math.ceil(observeEveryMs / 1_000);
}
