import type { Evidence } from '../evidence/evidence.ts';
import type { LambdaEvidence } from '../lambda/lambda-evidence.ts';
import { formatMs, formatShare } from '../units/numbers.ts';
import type { Cause } from './finding.ts';
import { isAtLeast } from './known.ts';
import type { LambdaLimits } from './lambda-limits.ts';

/** What a cause in a function may rest on: what the load saw, where it saw anything, and what AWS tells. */
export type LambdaKnown = Partial<Evidence> & LambdaEvidence & LambdaLimits;

/** So many connects for each invocation are one for each, but for some that failed. */
const EACH = 0.8;
/** Log and Redis count lookups at different moments; more than that apart they do not count the same. */
const SHARES_APART = 0.1;

/** Causes that the log of a function shows; the deeper comes first. */
export const LAMBDA_CAUSES: readonly Cause<LambdaKnown>[] = [
  {
    id: 'lambda-redis-unreachable',
    explains: ['lambda-redis-commands-failed', 'lambda-redis-retries', 'lambda-timeouts', 'api-errors', 'api-slow'],
    next: 'Look at the example in the report, and at the security group and the subnets of the function, the address, TLS and the password of Redis, and its maxclients.',
    find: ({ lambdaConnectionFailures, lambdaEnvironments, lambdaConnects }) =>
      isAtLeast(lambdaConnectionFailures, 1)
        ? {
            sentence: `The function could not connect to Redis: ${lines(lambdaConnectionFailures)} of its log ${say(lambdaConnectionFailures)} so, and ${lambdaConnects} that it connected, from ${environments(lambdaEnvironments)}`,
            facts: ['lambdaConnectionFailures', 'lambdaConnects', 'lambdaEnvironments'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'lambda-pool-exhausted',
    explains: ['pool-exhausted', 'lambda-timeouts', 'api-errors', 'api-slow'],
    next: 'Give the pool of an environment as many connections as one request uses at a time, and give each back before the answer is sent.',
    find: ({ lambdaPoolExhausted }) =>
      isAtLeast(lambdaPoolExhausted, 1)
        ? {
            sentence: `The pool of an environment was exhausted: ${lines(lambdaPoolExhausted)} of the log of the function ${say(lambdaPoolExhausted)} so`,
            facts: ['lambdaPoolExhausted', 'lambdaEnvironments'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'lambda-connection-churn',
    explains: ['no-connection-reuse', 'connections-above-limit'],
    next: 'Make the client outside the handler, once for each environment, and neither quit nor disconnect it in the handler.',
    find: ({ lambdaConnects, lambdaEnvironments, lambdaInvocations, lambdaColdStarts }) => {
      if (lambdaConnects === null || lambdaEnvironments === null || lambdaInvocations === null) return undefined;
      if (lambdaConnects <= lambdaEnvironments * 2) return undefined;
      const isEach = lambdaConnects >= lambdaInvocations * EACH;
      return {
        sentence: isEach
          ? `The function opens a connection for each request: it connected ${lambdaConnects} times in ${lambdaInvocations} invocations, where ${environments(lambdaEnvironments)} with one connection each would do`
          : `The function connects again and again: ${lambdaConnects} times in ${environments(lambdaEnvironments)}, of which ${lambdaColdStarts} were new`,
        facts: ['lambdaConnects', 'lambdaEnvironments', 'lambdaColdStarts', 'lambdaInvocations'],
        confidence: isEach ? 'high' : 'medium',
      };
    },
  },
  {
    id: 'lambda-idle-connection-reset',
    explains: ['lambda-redis-commands-failed', 'api-errors'],
    next: 'Let the client reconnect and send the command again (maxRetriesPerRequest in ioredis, socket.reconnectStrategy in node-redis), and set timeout of Redis to 0 or above the longest pause.',
    find: ({ lambdaConnectionResets, lambdaEnvironments }) =>
      isAtLeast(lambdaConnectionResets, 1)
        ? {
            sentence: `Connections were closed under the function: ${lines(lambdaConnectionResets)} of its log ${say(lambdaConnectionResets)} so, from ${environments(lambdaEnvironments)}. An environment is frozen between requests, and sees only with the next one that Redis or the network closed its idle connection`,
            facts: ['lambdaConnectionResets', 'lambdaCommandFailures', 'lambdaEnvironments'],
            confidence: 'medium',
          }
        : undefined,
  },
  {
    id: 'lambda-redis-commands-failed',
    explains: ['lambda-redis-retries', 'api-errors'],
    next: 'Look at the example in the report: a time-out says that Redis or the way to it is slow, an error of Redis says what it refuses.',
    find: ({ lambdaCommandFailures }) =>
      isAtLeast(lambdaCommandFailures, 1)
        ? {
            sentence: `Commands of the function to Redis failed: ${lines(lambdaCommandFailures)} of its log ${say(lambdaCommandFailures)} so`,
            facts: ['lambdaCommandFailures', 'lambdaRetries'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'lambda-timeouts',
    explains: ['api-errors', 'api-no-answer', 'api-slow'],
    next: 'Find what the invocation waited for, in its lines before "Task timed out"; give the client of Redis time-outs shorter than that of the function.',
    find: ({ lambdaTimeouts, lambdaInvocations, lambdaTimeoutMs }) =>
      isAtLeast(lambdaTimeouts, 1)
        ? {
            sentence: `Lambda ended ${lambdaTimeouts} of ${lambdaInvocations} invocations because they took longer than ${formatMs(lambdaTimeoutMs)}`,
            facts: ['lambdaTimeouts', 'lambdaInvocations', 'lambdaTimeoutMs'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'lambda-redis-retries',
    explains: [],
    next: 'Look at the example in the report, and at the events of Redis for the time of the run: a failover says so there.',
    find: ({ lambdaRetries }) =>
      isAtLeast(lambdaRetries, 1)
        ? {
            sentence: `The function tried again what had failed with Redis: ${lines(lambdaRetries)} of its log ${say(lambdaRetries)} so. Often this is a failover of Redis`,
            facts: ['lambdaRetries'],
            confidence: 'medium',
          }
        : undefined,
  },
  {
    id: 'lambda-hits-differ',
    explains: [],
    next: 'Look who else uses this Redis, and whether the log calls a hit what comes from the memory of the environment.',
    find: ({ lambdaLogHitShare, hits = null, misses = null }) => {
      const lookups = (hits ?? 0) + (misses ?? 0);
      if (lambdaLogHitShare === null || hits === null || lookups === 0) return undefined;
      const ofRedis = hits / lookups;
      return Math.abs(ofRedis - lambdaLogHitShare) <= SHARES_APART
        ? undefined
        : {
            sentence: `The log of the function and Redis do not count the same: ${formatShare(lambdaLogHitShare)} hits by the log, ${formatShare(ofRedis)} by Redis`,
            facts: ['lambdaLogHitShare', 'hits', 'misses'],
            confidence: 'low',
          };
    },
  },
];

function lines(count: number): string {
  return `${count} line${count === 1 ? '' : 's'}`;
}

function say(count: number): string {
  return count === 1 ? 'says' : 'say';
}

function environments(count: number | null): string {
  return `${count} environment${count === 1 ? '' : 's'}`;
}
