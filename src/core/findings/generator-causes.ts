import { formatMs } from '../units/numbers.ts';
import type { Cause } from './finding.ts';
import { isAtLeast } from './known.ts';

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
    // Every time that a late generator takes is its own.
    explains: [
      'redis-slow',
      'redis-network-slow',
      'redis-stalled',
      'pool-exhausted',
      'database-slow',
      'api-slow',
      'cache-stampede',
    ],
    next: 'Run the load on a machine with CPU to spare, not beside the API, or lower RATE; where one core is full, SHARES=auto uses more.',
    find: (evidence) => {
      const { startDelayP95Ms, iterationsDropped, requestsPlanned, requestsTimedOut } = evidence;
      const isLate = isAtLeast(startDelayP95Ms, evidence.lateStartMs);
      // There are VUs for answers that take REQUEST_TIMEOUT, so a slow API alone drops nothing.
      const isDropping = iterationsDropped > 0 && requestsTimedOut === 0;
      if (!isLate && !isDropping) return undefined;
      return {
        sentence: `The load generator could not keep to its plan: requests started up to ${formatMs(startDelayP95Ms ?? 0)} late (p95), ${iterationsDropped} of ${requestsPlanned} were never sent`,
        facts: ['startDelayP95Ms', 'startDelayMaxMs', 'iterationsDropped'],
        confidence: 'high',
      };
    },
  },
];
