import type { Evidence } from '../evidence/evidence.ts';
import { formatMs } from '../units/numbers.ts';
import type { Cause } from './finding.ts';
import { isAtLeast, isBelow } from './known.ts';

/** The API and what lies behind it besides Redis. */
export const API_CAUSES: readonly Cause[] = [
  {
    id: 'wrong-content',
    explains: [],
    next: 'The checks say which: ask by hand with curl and compare; look for an object shared between requests, or a cache that mixes up their answers.',
    find: ({ wrongAnswers, ofAnother, requests }) =>
      wrongAnswers === 0
        ? undefined
        : {
            sentence: `${wrongAnswers} of ${requests} answers came with the right status and the wrong content${ofAnother > 0 ? `; ${ofAnother} of them belong to another request` : ''}`,
            facts: ['wrongAnswers', 'wrongKeyed', 'ofAnother', 'rightKeyed'],
            confidence: 'high',
          },
  },
  {
    id: 'api-answer-too-large',
    explains: [],
    next: 'Look at what the API sends: curl --compressed -s <address> | wc -c; raise MAX_BODY if it is meant to be that large.',
    find: ({ answersTooLarge, requests }) =>
      answersTooLarge === 0
        ? undefined
        : {
            sentence: `${answersTooLarge} of ${requests} answers were larger than MAX_BODY`,
            facts: ['answersTooLarge', 'answersCut', 'requestsFailed'],
            confidence: 'high',
          },
  },
  {
    id: 'api-no-answer',
    explains: ['api-slow'],
    next: 'Look at the warnings "Request Failed" above for the error, and at the log of the API.',
    find: (evidence) => {
      const { requestsUnanswered, requestsTimedOut, requests } = evidence;
      if (requestsUnanswered === 0) return undefined;
      const isOfTime = requestsTimedOut === requestsUnanswered;
      return {
        ...(isOfTime && nextByPlain(evidence)),
        sentence: `${requestsUnanswered} of ${requests} requests got no answer (${kindsOf(evidence)})${isOfTime ? plainOf(evidence) : ''}`,
        facts: [
          'requestsUnanswered',
          'requestsTimedOut',
          'requestsRefused',
          'requestsReset',
          'requestsEndedEarly',
          'plainAnswerMs',
        ],
        confidence: 'high',
      };
    },
  },
  {
    id: 'api-errors',
    explains: [],
    next: 'Look at the status codes above and at the log of the API.',
    find: (evidence) => {
      const { requestsFailed, requestsUnanswered, answersCut, requests } = evidence;
      const { serverErrors, redisAnswers, redisCommands, expectedStatus } = evidence;
      const errors = requestsFailed - requestsUnanswered - answersCut;
      if (errors <= 0) return undefined;
      const expected = expectedStatus === null ? '' : `, where ${expectedStatus} was expected`;
      const redis = redisCommands > 0 && redisAnswers === redisCommands ? ', while Redis answered every command' : '';
      return {
        sentence: `${errors} of ${requests} requests were answered with ${statusOf(evidence)}${expected}${redis}`,
        ...nextBy(evidence),
        facts: [
          'requestsFailed',
          'serverErrors',
          'clientErrors',
          'redirects',
          'unexpectedStatusMin',
          'unexpectedStatusMax',
          'expectedStatus',
          'redisAnswers',
          'redisCommands',
        ],
        confidence: serverErrors > 0 && redis === '' ? 'medium' : 'high',
      };
    },
  },
  {
    id: 'database-slow',
    explains: [],
    next: 'Look at the query behind a miss: EXPLAIN ANALYZE, its index, and the pool of the database.',
    find: ({ missP50Ms, missP95Ms, warmP95Ms, slowAnswerMs }) => {
      // Only what a cache cannot answer is slow; the median, since a single pause is no slow database.
      if (!isAtLeast(missP50Ms, slowAnswerMs) || !isBelow(warmP95Ms, slowAnswerMs)) return undefined;
      return {
        sentence: `The source behind the cache is slow: misses take ${formatMs(missP50Ms)} (median), cached answers ${formatMs(warmP95Ms)} (p95)`,
        facts: ['missP50Ms', 'missP95Ms', 'warmP50Ms', 'warmP95Ms'],
        confidence: isAtLeast(missP95Ms, missP50Ms) ? 'high' : 'medium',
      };
    },
  },
  {
    id: 'api-slow',
    explains: [],
    next: 'Look at the API during the load: its CPU, what blocks its event loop or its threads; and at the network between the load and it.',
    find: (evidence) => {
      const { warmP95Ms, redisCommandP95Ms, slowAnswerMs, slowCommandMs } = evidence;
      if (!isAtLeast(warmP95Ms, slowAnswerMs)) return undefined;
      const redis = isBelow(redisCommandP95Ms, slowCommandMs)
        ? `, and Redis is not why: it answers within ${formatMs(redisCommandP95Ms)} (p95)`
        : '';
      return {
        ...nextByPlain(evidence),
        sentence: `Cached answers take ${formatMs(warmP95Ms)} (p95)${redis}${plainOf(evidence)}`,
        facts: ['warmP50Ms', 'warmP95Ms', 'missP50Ms', 'plainAnswerMs', 'redisCommandP95Ms', 'requestsInFlight'],
        confidence: 'low',
      };
    },
  },
];

const NEXT_WHERE_BUSY =
  'Look at the CPU of the API during the load. If it is high: what computes, or collects garbage? If not: what blocks its event loop, or all of its threads or workers (a call that blocks, a pool, a lock)? A dump of its threads shows it.';
const NEXT_WHERE_WAITING =
  'The API has time, so requests wait for something: a lock, a connection from some pool, a service or query behind each answer. Measure the parts of one request.';

/** What needs no Redis waits as well. */
function isBusy({ plainAnswerMs, slowAnswerMs }: Evidence): boolean {
  return isAtLeast(plainAnswerMs, slowAnswerMs);
}

/** Half of the answers are slow, and what needs no Redis is answered in a fraction of that time. */
function isWaiting({ plainAnswerMs, warmP50Ms, failedP50Ms, slowAnswerMs }: Evidence): boolean {
  const waitMs = Math.max(warmP50Ms ?? 0, failedP50Ms ?? 0);
  return waitMs >= slowAnswerMs && isBelow(plainAnswerMs, waitMs / 10);
}

function nextByPlain(evidence: Evidence) {
  if (isBusy(evidence)) return { next: NEXT_WHERE_BUSY };
  return isWaiting(evidence) ? { next: NEXT_WHERE_WAITING } : undefined;
}

function plainOf(evidence: Evidence): string {
  const { plainAnswerMs } = evidence;
  if (plainAnswerMs === null || nextByPlain(evidence) === undefined) return '';
  const takes = `takes ${formatMs(plainAnswerMs)} (median)`;
  return isBusy(evidence) ? `; what needs no Redis waits as well: it ${takes}` : `; what needs no Redis ${takes}`;
}

/** What to do about statuses that say it themselves. */
function nextBy({ redirects, unexpectedStatusMin: lowest, unexpectedStatusMax: highest }: Evidence) {
  if (redirects > 0)
    return { next: 'Redirects are not followed: give the address that they lead to, by BASE_URL and the path.' };
  const next = lowest !== null && lowest === highest ? NEXT_BY_STATUS[lowest] : undefined;
  return next === undefined ? undefined : { next };
}

const NOT_LET_IN =
  'The API did not let us in: does AUTHORIZATION, or the token that setup of the journey gets, last as long as the load, and is it good for each path?';

const NEXT_BY_STATUS: Readonly<Record<number, string>> = {
  401: NOT_LET_IN,
  403: NOT_LET_IN,
  404: 'There is no such path, or no such thing at it: ask by hand with curl; do the paths, and what stands for their placeholders, exist in this API?',
  429: 'A rate limit of the API, or of what lies before it, was hit: lift it for this load, or set RATE below it. While it refuses, the pool is not under the load that was planned.',
};

function statusOf({ unexpectedStatusMin: lowest, unexpectedStatusMax: highest }: Evidence): string {
  if (lowest === null) return 'an error status';
  return lowest === highest ? `status ${lowest}` : `statuses from ${lowest} to ${highest}`;
}

function kindsOf(evidence: Evidence): string {
  const kinds = [
    [evidence.requestsTimedOut, 'slower than REQUEST_TIMEOUT'],
    [evidence.requestsRefused, 'refused'],
    [evidence.requestsReset, 'reset'],
    [evidence.requestsEndedEarly, 'connection closed'],
    [evidence.requestsWithoutHost, 'no such host'],
  ] as const;
  const texts = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return texts.length === 0 ? 'see the log' : texts.join(', ');
}
