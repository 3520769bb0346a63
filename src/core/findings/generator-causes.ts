import type { Evidence } from '../evidence/evidence.ts';
import { MANY } from '../evidence/limits.ts';
import { formatMs } from '../units/numbers.ts';
import type { RuleResult } from '../verdict/rule-result.ts';
import type { Cause } from './finding.ts';
import { isAtLeast } from './known.ts';
import { isAlwaysBusy } from './redis-speed-causes.ts';

/** A request that waits so many times longer than the generator was late does not wait for the generator. */
const FAR_LONGER = 10;

/** The load generator itself. */
export const GENERATOR_CAUSES: readonly Cause[] = [
  {
    id: 'generator-out-of-sockets',
    // Those requests never left.
    explains: [
      'generator-overloaded',
      'redis-unreachable',
      'pool-exhausted',
      'api-no-answer',
      'api-errors',
      'api-slow',
    ],
    next: 'Raise the limit of open files where the load runs (ulimit -n), or lower RATE or REQUEST_TIMEOUT; if ports ran out, send from more machines.',
    find: ({ requestsWithoutSocket, requestsPlanned }) =>
      requestsWithoutSocket === 0
        ? undefined
        : {
            sentence: `The load generator had no socket left for ${requestsWithoutSocket} of ${requestsPlanned} requests: too many open files, or no free port`,
            facts: ['requestsWithoutSocket'],
            confidence: 'high',
          },
  },
  {
    id: 'generator-overloaded',
    // Every time that a late generator takes is its own. Of an exhausted pool see isFailingByItself().
    explains: ['redis-slow', 'redis-network-slow', 'redis-stalled', 'database-slow', 'api-slow', 'cache-stampede'],
    // How long its commands take Redis tells itself.
    leaves: (evidence) => (isAlwaysBusy(evidence) ? ['redis-slow'] : []),
    next: 'Run the load on a machine with CPU to spare, not beside the API, or lower RATE; where one core is full, SHARES=auto uses more.',
    find: (evidence) => {
      const { startDelayP95Ms, iterationsDropped, requestsPlanned, requestsTimedOut } = evidence;
      // There are VUs for answers that take REQUEST_TIMEOUT, so a slow API alone drops nothing.
      const isDropping = iterationsDropped > 0 && requestsTimedOut === 0;
      if (!isGeneratorLate(evidence) && !isDropping) return undefined;
      return {
        sentence: `The load generator could not keep to its plan: requests started up to ${formatMs(startDelayP95Ms ?? 0)} late (p95), ${iterationsDropped} of ${requestsPlanned} were never sent`,
        facts: ['startDelayP95Ms', 'startDelayMaxMs', 'iterationsDropped'],
        confidence: 'high',
      };
    },
  },
];

export function isGeneratorLate({ startDelayP95Ms, lateStartMs }: Evidence): boolean {
  return isAtLeast(startDelayP95Ms, lateStartMs);
}

/** Requests fail, and that the generator is late does not make them: they got an error, or waited far longer than it was late. */
export function isFailingByItself(evidence: Evidence): boolean {
  const { iterationsDropped, requestsPlanned, requests, requestsFailed } = evidence;
  const { requestsUnanswered, failedP50Ms, startDelayP95Ms } = evidence;
  if (iterationsDropped > requestsPlanned * MANY) return false;
  if (requestsFailed === 0 || requestsFailed < requests * MANY) return false;
  return requestsFailed > requestsUnanswered || isAtLeast(failedP50Ms, FAR_LONGER * (startDelayP95Ms ?? 0));
}

/** Whether a rule failed that a late generator does not fail: then something else is the first cause. */
export function failsBesidesGenerator(evidence: Evidence, rules: readonly RuleResult[]): boolean {
  // A generator that does not come to read an answer in time gives the command up.
  const isOfTime = ({ id, unit }: RuleResult) =>
    unit === 'ms' || (id.startsWith('redis-checks') && evidence.redisTimeoutFailures > 0);
  return rules
    .filter(({ status }) => status === 'fail')
    .some((rule) => (rule.about === 'redis' ? !isOfTime(rule) : rule.about === 'api' && isFailingByItself(evidence)));
}
