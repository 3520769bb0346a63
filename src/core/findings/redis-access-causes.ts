import type { Evidence } from '../evidence/evidence.ts';
import { STALL_MS } from '../evidence/limits.ts';
import { ACL_RULES } from '../redis/acl-rules.ts';
import { failuresName, type RedisOutcome } from '../redis/redis-outcome.ts';
import { formatMs } from '../units/numbers.ts';
import type { Cause } from './finding.ts';
import { isBelow } from './known.ts';
import { failedWith, textOf, whenFailed } from './redis-reply-causes.ts';

// Without Redis there is no cache, the pool reconnects in vain, and the database gets all the load.
const WITHOUT_REDIS = [
  'redis-login-refused',
  'redis-connections-reset',
  'redis-timeout',
  'redis-stalled',
  'redis-error',
  'pool-exhausted',
  'no-connection-reuse',
  'connection-leak',
  'connections-above-limit',
  'cache-not-written',
  'cache-ttl-too-short',
  'cache-key-too-specific',
  'cache-cold',
  'cache-stampede',
  'database-slow',
  'api-slow',
  'api-errors',
  'api-no-answer',
];
// That a name is not resolved here says nothing about the API.
const WITHOUT_NAME = WITHOUT_REDIS.filter((id) => !id.startsWith('api-'));
// A server that wants TLS hangs up on who does not begin with it.
const WITH_TLS =
  'Something accepts connections there and hangs up: where Redis wants TLS, REDIS_URL begins with rediss://; otherwise check host and port: redis-cli -u "$REDIS_URL" ping';
const UNREACHABLE = [
  'redis-connection-lost',
  'redis-unreachable',
  'redis-unreachable-with-fallback',
  'redis-unreachable-without-fallback',
];

/** Redis cannot be reached, or does not let us in. */
export const REDIS_ACCESS_CAUSES: readonly Cause[] = [
  refusedBy('authentication', {
    id: 'redis-authentication',
    says: 'Redis refused the password',
    next: 'Check user and password in REDIS_URL (redis://user:password@host:port); special characters are percent-encoded.',
  }),
  refusedBy('permission', {
    id: 'redis-permission',
    says: 'Redis denies the user a command',
    next: `Give the user the rights that the check needs: ACL SETUSER <user> ${ACL_RULES}`,
  }),
  failedWith('unknownHost', WITHOUT_NAME, {
    id: 'redis-unknown-host',
    says: 'DNS does not know the host of REDIS_URL',
    next: 'Check the host in REDIS_URL: getent hosts HOST, on the machine that runs the load.',
  }),
  failedWith('nameService', WITHOUT_NAME, {
    id: 'redis-name-service',
    says: 'DNS gave no answer about the host of REDIS_URL',
    next: 'Check DNS on the machine that runs the load: getent hosts HOST; in a container network, whether the service runs.',
  }),
  refusedBy('protocol', {
    id: 'redis-protocol',
    says: 'What answers at REDIS_URL does not speak the protocol of Redis',
    next: 'Check host and port in REDIS_URL: something else listens there, or a proxy in between answers itself.',
  }),
  {
    id: 'redis-maxclients',
    // A leak is what gets there; it explains this one.
    explains: [...WITHOUT_REDIS.filter((id) => id !== 'connection-leak'), ...UNREACHABLE],
    next: 'Compare redis-cli config get maxclients with the connections of all clients: redis-cli client list',
    find: ({ connectionsRejected, redisMaxclientsFailures }) =>
      (connectionsRejected ?? 0) + redisMaxclientsFailures === 0
        ? undefined
        : {
            sentence: `Redis rejected connections because maxclients was reached: ${connectionsRejected ?? 0} by its own count, ${redisMaxclientsFailures} of them ours`,
            facts: ['connectionsRejected', 'redisMaxclientsFailures', 'connectionsMax'],
            confidence: 'high',
          },
  },
  refusedBy('tls', {
    id: 'redis-tls',
    says: 'The TLS handshake with Redis failed',
    next: 'rediss:// needs a certificate that this machine trusts: set CA_FILE to that of its authority, or INSECURE_TLS=1 to verify nothing; use redis:// for a server without TLS.',
  }),
  {
    id: 'redis-connection-lost',
    explains: WITHOUT_REDIS,
    next: 'Look for what closes connections: redis-cli config get timeout, a proxy or load balancer in between, a failover.',
    find: (evidence) => {
      if (evidence.redisUnreachableFailures === 0 || !isMomentary(evidence)) return undefined;
      const { redisUnreachableFailures, redisCommands, requestsFailed } = evidence;
      return {
        sentence: `Connections to Redis broke, and new ones were accepted at once: ${redisUnreachableFailures} of ${redisCommands} commands and ${requestsFailed} requests failed`,
        facts: [
          'redisUnreachableFailures',
          'redisSilenceMs',
          'redisSilenceAtMostMs',
          'requestsFailed',
          'poolFallbacks',
        ],
        confidence: 'high',
      };
    },
  },
  {
    id: 'redis-connections-reset',
    explains: ['api-errors', 'api-no-answer', 'api-slow'],
    next: 'Look for what closes connections: redis-cli config get timeout, the idle time-out of a proxy or load balancer, CLIENT KILL in its log; let the API try once more on a new connection.',
    find: (evidence) => {
      const { connectionsLost, requestsFailed, requests, redisAnswers, redisCommands } = evidence;
      // Who asks Redis all the while and was answered: it is the connections, and not Redis.
      if (connectionsLost === 0 || redisAnswers < redisCommands || !haveFailedThen(evidence)) return undefined;
      if (isBelow(evidence.requestsPerConnection, evidence.requestsPerConnectionLimit)) return undefined;
      return {
        sentence: `Connections of the API to Redis were closed while it used them: ${connectionsLost} that were open at a look were all gone at the next, and ${requestsFailed} of ${requests} requests failed then and at no other time, while Redis answered every command`,
        facts: [
          'connectionsLost',
          'connectionsLostFromMs',
          'connectionsLostToMs',
          'firstFailureAtMs',
          'lastFailureAtMs',
          'requestsFailed',
          'connectionsMax',
        ],
        confidence: 'medium',
      };
    },
  },
  {
    id: 'redis-unreachable-without-fallback',
    explains: WITHOUT_REDIS,
    next: 'Have the API answer from its source when Redis fails, behind a short time-out and a circuit breaker.',
    find: (evidence) => {
      if (evidence.redisUnreachableFailures === 0 || !wasReached(evidence) || isMomentary(evidence)) return undefined;
      if (evidence.requestsFailed === 0) return undefined;
      const { requestsFailed, requests } = evidence;
      return {
        sentence: `Redis could not be reached${silence(evidence)}, and ${requestsFailed} of ${requests} requests failed with it${recovery(evidence)}`,
        facts: ['redisUnreachableFailures', 'redisSilenceMs', 'redisSilenceAtMostMs', 'requestsFailed', 'recoveryMs'],
        confidence: 'high',
      };
    },
  },
  {
    id: 'redis-unreachable-with-fallback',
    explains: WITHOUT_REDIS,
    next: 'Look at why Redis went away: its log, redis-cli info server (uptime), the network. Slow answers meanwhile are requests that waited for it: give the client a short time-out.',
    find: (evidence) => {
      const { redisUnreachableFailures, requestsFailed, poolFallbacks } = evidence;
      const isBridged = wasReached(evidence) || (poolFallbacks ?? 0) > 0;
      if (redisUnreachableFailures === 0 || !isBridged || requestsFailed > 0 || isMomentary(evidence)) return undefined;
      // That nothing failed is no proof of a fallback: requests may have waited until Redis was back.
      const what =
        poolFallbacks === null || poolFallbacks === 0
          ? `; no request failed, and the slowest took ${formatMs(evidence.warmMaxMs ?? 0)}`
          : `, and the API kept answering without it: ${poolFallbacks} reads bypassed it${recovery(evidence)}`;
      return {
        sentence: `Redis could not be reached${silence(evidence)}${what}`,
        facts: ['redisUnreachableFailures', 'redisSilenceMs', 'redisSilenceAtMostMs', 'poolFallbacks', 'recoveryMs'],
        confidence: 'high',
      };
    },
  },
  {
    id: 'redis-unreachable',
    explains: WITHOUT_REDIS.filter((id) => !id.startsWith('api-')),
    next: 'Check host and port in REDIS_URL from the machine that runs the load: redis-cli -u "$REDIS_URL" ping',
    find: (evidence, said) => {
      const { redisUnreachableFailures, redisCommands, poolFallbacks } = evidence;
      // The machine of the load not reaching Redis says nothing about the API.
      if (redisUnreachableFailures === 0 || wasReached(evidence) || (poolFallbacks ?? 0) > 0) return undefined;
      const isHungUp = /reset|EOF|closed/.test(said('unreachable') ?? '');
      return {
        ...(isHungUp && { next: WITH_TLS }),
        sentence: `Redis could not be reached: ${redisUnreachableFailures} of ${redisCommands} commands failed${textOf(said, 'unreachable')}`,
        facts: ['redisUnreachableFailures', 'redisCommands'],
        confidence: 'high',
      };
    },
  },
  {
    id: 'redis-error',
    // A Redis that refuses our writes refuses those of the API.
    explains: ['cache-not-written', 'cache-key-too-specific', 'redis-network-slow'],
    next: 'Run the commands of the check by hand: redis-cli -u "$REDIS_URL" set poolproof:check 1 ex 10',
    find: (evidence, said) =>
      evidence.redisErrorFailures === 0
        ? undefined
        : {
            sentence: `Redis answered with an error${whenFailed(evidence, 'error')}: ${evidence.redisErrorFailures} of ${evidence.redisCommands} commands failed${textOf(said, 'error')}`,
            facts: ['redisErrorFailures', 'redisCommands'],
            confidence: 'high',
          },
  },
];

function refusedBy(
  outcome: Exclude<RedisOutcome, 'ok'>,
  { id, says, next }: { readonly id: string; readonly says: string; readonly next: string },
): Cause {
  return {
    id,
    explains: [...WITHOUT_REDIS, ...UNREACHABLE],
    next,
    find: (evidence, said) => {
      const failures = failuresName(outcome);
      const count = evidence[failures];
      if (count === 0) return undefined;
      return {
        sentence: `${says}: ${count} of ${evidence.redisCommands} commands failed${textOf(said, outcome)}`,
        facts: [failures, 'redisCommands'],
        confidence: 'high',
      };
    },
  };
}

/** A client that has lost its connections may keep away from Redis for a moment. */
const AFTERMATH_MS = 2_000;

/**
 * Whether requests failed between the looks at which connections were lost, and at no other time. Where that is most of the run,
 * it says nothing.
 */
function haveFailedThen(evidence: Evidence): boolean {
  const { durationMs, requestsFailed, firstFailureAtMs, lastFailureAtMs, connectionsLostFromMs, connectionsLostToMs } =
    evidence;
  if (requestsFailed === 0 || firstFailureAtMs === null || lastFailureAtMs === null) return false;
  if (connectionsLostFromMs === null || connectionsLostToMs === null) return false;
  if (connectionsLostToMs - connectionsLostFromMs > durationMs / 2) return false;
  return firstFailureAtMs >= connectionsLostFromMs && lastFailureAtMs <= connectionsLostToMs + AFTERMATH_MS;
}

function wasReached({ redisAnswers }: Evidence): boolean {
  return redisAnswers > 0;
}

/** Redis did not answer for less than a stall, and did when it was asked again. */
function isMomentary(evidence: Evidence): boolean {
  const { redisSilenceMs, redisSilentAtEndMs } = evidence;
  return wasReached(evidence) && redisSilentAtEndMs === 0 && isBelow(redisSilenceMs, STALL_MS);
}

/** How long Redis did not answer, as exactly as it was asked often. */
export function silence({ redisSilenceMs, redisSilenceAtMostMs, redisSilentAtEndMs }: Evidence): string {
  if (redisSilenceMs === null || redisSilenceMs === 0) return '';
  if ((redisSilentAtEndMs ?? 0) > 0) return ` for the last ${formatMs(redisSilentAtEndMs ?? 0)} of the run`;
  return ` for ${formatMs(redisSilenceMs)} to ${formatMs(redisSilenceAtMostMs ?? redisSilenceMs)}`;
}

export function recovery({ recoveryMs }: Evidence): string {
  return recoveryMs === null ? '' : `; all was well ${formatMs(recoveryMs)} after its return`;
}
