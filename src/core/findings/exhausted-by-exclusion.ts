import type { Evidence, EvidenceName } from '../evidence/evidence.ts';
import { BUSY_SHARE, MANY } from '../evidence/limits.ts';
import { formatMs } from '../units/numbers.ts';
import type { Found } from './finding.ts';
import { isAtLeast, isBelow } from './known.ts';

/** On average over all looks, the first of which may come before the pool is full. */
const MOSTLY_FULL = 0.75;

const ALMOST_ALL = 0.9;

/** What to do about a pool of which no connection came back. */
export const GIVE_BACK =
  'Look for a path that takes a connection and does not give it back, when a request fails or is aborted, say: give it back however the request ends (finally, defer, with).';

const FACTS: readonly EvidenceName[] = [
  'warmP50Ms',
  'aloneMs',
  'failedP50Ms',
  'requestsTimedOut',
  'plainAnswerMs',
  'redisCommandP95Ms',
  'connectionsMedian',
  'connectionsMax',
  'requestsInFlight',
  'lookups',
];

/**
 * A pool that is exhausted, told without its own figures: requests wait or are refused, Redis is idle, and the connections
 * stand at a number that there are requests enough to fill. An API that computes looks the same but for what needs no
 * connection, which waits as well; a slow service behind it makes a request slow that comes alone.
 */
export function exhaustedByExclusion(evidence: Evidence): Found | undefined {
  if (!isRedisIdle(evidence)) return undefined;
  // What is lost may be closed all the same, when its memory is collected.
  if (isFlat(evidence)) return drainedAtLimit(evidence) ?? exhaustedAtLimit(evidence) ?? exhaustedWithinLimit(evidence);
  return isDrained(evidence) ? exhaustedWithinLimit(evidence) : undefined;
}

/**
 * A pool that lets nobody wait, by its own figures: it is full all the while, and requests fail at once while Redis is idle. A
 * pool that is full at times may have nothing to do with them.
 */
export function exhaustedAndRefusing(evidence: Evidence): Found | undefined {
  const { poolSize, poolInUseMean, serverErrors, requests, failedP50Ms } = evidence;
  if (poolSize === null || !isAtLeast(poolInUseMean, poolSize * MOSTLY_FULL) || !isRedisIdle(evidence))
    return undefined;
  if (serverErrors < requests * MANY || !isBelow(failedP50Ms, evidence.slowAnswerMs)) return undefined;
  return {
    sentence: `The pool seems exhausted: all ${poolSize} connections were in use (${poolInUseMean.toFixed(1)} on average), nobody waited for one, and ${serverErrors} of ${requests} requests were refused at once while Redis was idle`,
    facts: ['poolSize', 'poolInUseMean', 'poolInUseMax', 'poolWaitingMax', 'serverErrors', 'failedP50Ms', 'poolLoans'],
    confidence: 'medium',
  };
}

/** The pool has the size that is expected, and all of it is open. */
function exhaustedAtLimit(evidence: Evidence): Found | undefined {
  const { warmP50Ms, redisCommandP95Ms, connectionsMax, expectedMaxConnections, plainAnswerMs } = evidence;
  if (connectionsMax !== expectedMaxConnections || !isAtLeast(warmP50Ms, evidence.slowAnswerMs)) return undefined;
  if (!mayFill(evidence, 1) || (plainAnswerMs !== null && !isAtOnce(evidence))) return undefined;
  return {
    sentence: `The pool seems exhausted: cached answers take ${formatMs(warmP50Ms)} (median) while Redis answers within ${formatMs(redisCommandP95Ms ?? 0)} (p95), and the connections stay at their limit of ${connectionsMax}`,
    facts: FACTS,
    confidence: 'medium',
  };
}

/** All of it is open, and no request comes to Redis any more. Where each takes a thread, there is none left for anything else. */
function drainedAtLimit(evidence: Evidence): Found | undefined {
  const { requests, requestsTimedOut, connectionsMax, expectedMaxConnections, redisCommandP95Ms, plainAnswerMs } =
    evidence;
  if (connectionsMax !== expectedMaxConnections || !isDrained(evidence) || !mayFill(evidence, 1)) return undefined;
  if (plainAnswerMs === null || isAtOnce(evidence)) return undefined;
  return {
    next: GIVE_BACK,
    sentence: `The pool seems exhausted: ${requestsTimedOut} of ${requests} requests timed out, all from some moment on, and none of them asked Redis, which answers within ${formatMs(redisCommandP95Ms ?? 0)} (p95), while the connections stay at their limit of ${connectionsMax}`,
    facts: FACTS,
    confidence: 'medium',
  };
}

/** The pool is smaller than expected, or its cached answers are fast, so it takes more to tell. */
function exhaustedWithinLimit(evidence: Evidence): Found | undefined {
  const { plainAnswerMs, redisCommandP95Ms, connectionsMax, expectedMaxConnections, warmHitShare } = evidence;
  if (plainAnswerMs === null || !isAtOnce(evidence) || !isBelow(connectionsMax, expectedMaxConnections + 1))
    return undefined;
  // Where the cache does not work, requests wait for what lies behind it.
  if (isBelow(warmHitShare, 0.5)) return undefined;
  const how = howRequestsWait(evidence) ?? howRequestsAreRefused(evidence);
  if (how === undefined) return undefined;
  return {
    next: nextWithin(evidence),
    sentence: `The pool seems exhausted: ${how} while Redis answers within ${formatMs(redisCommandP95Ms ?? 0)} (p95) and the API answers what needs no Redis within ${formatMs(plainAnswerMs)} (median), and ${isFlat(evidence) ? `the connections stay at ${connectionsMax} of ${expectedMaxConnections} expected` : 'none of them asked Redis'}`,
    facts: FACTS,
    confidence: 'medium',
  };
}

/** A pool opens what it may before anybody waits. */
function nextWithin(evidence: Evidence): string {
  const { connectionsMax, expectedMaxConnections } = evidence;
  const next = isDrained(evidence)
    ? GIVE_BACK
    : 'Find out what holds connections for so long before you make the pool larger; make size tells how large it has to be.';
  return connectionsMax === expectedMaxConnections
    ? next
    : `Is ${connectionsMax} the size of your pool? ${next} If it may open more, requests wait for something else: a lock, or a limit on how many are served at a time.`;
}

function howRequestsWait(evidence: Evidence): string | undefined {
  const { requests, missRequests, requestsTimedOut, warmP50Ms, aloneMs, serverErrors, failedP50Ms } = evidence;
  if (!mayFill(evidence, 1)) return undefined;
  // A source that hangs makes only misses wait.
  if (requestsTimedOut >= requests * MANY && requestsTimedOut > missRequests)
    return `${requestsTimedOut} of ${requests} requests timed out`;
  const growsWithLoad = aloneMs !== null && isAtLeast(warmP50Ms, 2 * aloneMs);
  const goesPastRedis = answeredWithoutLookup(evidence) >= requests * 2 * MANY;
  if (isAtLeast(warmP50Ms, evidence.slowAnswerMs) && (growsWithLoad || goesPastRedis)) {
    return `cached answers take ${formatMs(warmP50Ms)} (median)${growsWithLoad ? `, ${formatMs(aloneMs)} without load,` : ''}`;
  }
  if (serverErrors < requests * MANY || !isAtLeast(failedP50Ms, evidence.slowAnswerMs) || !goesPastRedis)
    return undefined;
  return `${serverErrors} of ${requests} requests failed after a wait of ${formatMs(failedP50Ms)} (median)`;
}

/** A pool may refuse at once what it has no connection for: no request waits, and the refused ones never ask Redis. */
function howRequestsAreRefused(evidence: Evidence): string | undefined {
  const { requests, serverErrors, failedP50Ms, warmP50Ms, connectionsMax } = evidence;
  // A client with one connection shares it among all requests, and has none to be out of.
  if (serverErrors < requests * MANY || !isAtLeast(connectionsMax, 2) || !mayFill(evidence, 0.5)) return undefined;
  if (!isAtLeast(warmP50Ms, 2 * (failedP50Ms ?? 0)) || answeredWithoutLookup(evidence) < serverErrors / 2)
    return undefined;
  return `${serverErrors} of ${requests} requests were refused at once`;
}

/** What needs no Redis is answered in a fraction of what requests wait; an API that computes keeps it waiting as well. */
function isAtOnce({ plainAnswerMs, slowAnswerMs, warmP50Ms, failedP50Ms }: Evidence): boolean {
  const waitMs = Math.max(warmP50Ms ?? 0, failedP50Ms ?? 0);
  return isBelow(plainAnswerMs, slowAnswerMs) && plainAnswerMs <= waitMs / 10;
}

function isRedisIdle({
  redisCommandP95Ms,
  slowCommandMs,
  redisBusyShare,
  redisAnswers,
  redisCommands,
}: Evidence): boolean {
  const isFast = isBelow(redisCommandP95Ms, slowCommandMs) && !isAtLeast(redisBusyShare, BUSY_SHARE);
  return isFast && redisAnswers === redisCommands;
}

function isFlat({ connectionsMedian, connectionsMax }: Evidence): boolean {
  return isAtLeast(connectionsMax, 1) && connectionsMedian === connectionsMax;
}

/** Fewer requests than connections cannot have waited for one; of a pool in full use, a part is always on its way. */
function mayFill({ requestsInFlight, connectionsMax }: Evidence, part: number): boolean {
  return connectionsMax !== null && isAtLeast(requestsInFlight, connectionsMax * part);
}

/**
 * From the first request that failed on, all failed, and none of them ever asked Redis: no connection came back. Where a pool
 * is only slow, it works off what waits for it.
 */
export function isDrained(evidence: Evidence): boolean {
  const { requests, requestsFailed, requestsTimedOut, firstFailureAtMs, failedP50Ms, durationMs, lookups } = evidence;
  if (firstFailureAtMs === null || requestsTimedOut < requests * MANY) return false;
  const sinceMs = durationMs - (firstFailureAtMs - (failedP50Ms ?? 0));
  return requestsFailed >= ALMOST_ALL * requests * (sinceMs / durationMs) && lookups <= requests - requestsFailed;
}

/** Requests that were answered, and never asked Redis; those of others on it only make it fewer. */
function answeredWithoutLookup({ requests, requestsUnanswered, lookups }: Evidence): number {
  return requests - requestsUnanswered - lookups;
}
