import { formatMs, formatShare } from '../units/numbers.ts';
import type { Cause } from './finding.ts';
import { isAtLeast, isBelow } from './known.ts';
import type { LambdaKnown } from './lambda-causes.ts';

/** So many of all requests in new environments, and the 99th percentile is one of them. */
const OF_P99 = 0.01;
/** A start that is shorter is no slower than an answer may be. */
const SLOW_INIT_MS = 100;

/** Causes that the meters of a function and of its Redis show; the deeper comes first. */
export const LAMBDA_METER_CAUSES: readonly Cause<LambdaKnown>[] = [
  {
    id: 'lambda-throttled',
    explains: ['api-errors', 'lambda-cold-starts-slow'],
    next: 'Raise the reserved concurrency of the function or the limit of the account, or make the function faster: environments in use are rate × duration.',
    find: ({ lambdaThrottles, lambdaConcurrencyMax, lambdaReservedConcurrency }) =>
      isAtLeast(lambdaThrottles, 1)
        ? {
            sentence: `Lambda refused ${lambdaThrottles} requests (throttles): at most ${lambdaConcurrencyMax ?? 'an unknown number of'} environments ran at a time, and ${lambdaReservedConcurrency === null ? 'the limit is that of the account' : `${lambdaReservedConcurrency} are reserved`}`,
            facts: ['lambdaThrottles', 'lambdaConcurrencyMax', 'lambdaReservedConcurrency'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'elasticache-throttled',
    explains: ['api-errors', 'api-slow', 'lambda-redis-commands-failed', 'lambda-redis-retries'],
    next: 'Give the cache a minimum of ECPUs per second before the load comes, or raise its maximum (CacheUsageLimits); or let the load rise more slowly.',
    find: ({ lambdaCacheThrottled }) =>
      isAtLeast(lambdaCacheThrottled, 1)
        ? {
            sentence: `Redis refused ${lambdaCacheThrottled} commands (throttled): the load grew faster than ElastiCache Serverless, or beyond its limit`,
            facts: ['lambdaCacheThrottled'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'elasticache-busy',
    explains: ['api-slow', 'redis-slow'],
    next: 'Look at SLOWLOG and at the commands that are sent most (INFO commandstats); then a larger node or more shards.',
    find: ({ lambdaCacheCpuShare, lambdaCacheCpuLimitShare }) =>
      isAtLeast(lambdaCacheCpuShare, lambdaCacheCpuLimitShare)
        ? {
            sentence: `Redis was busy: its engine used ${formatShare(lambdaCacheCpuShare)} of its core in the busiest minute`,
            facts: ['lambdaCacheCpuShare'],
            confidence: 'medium',
          }
        : undefined,
  },
  {
    id: 'elasticache-evictions',
    explains: [],
    next: 'A larger node, shorter TTLs, or fewer keys: what is evicted has to be read again from behind the cache.',
    find: ({ lambdaCacheEvictions }) =>
      isAtLeast(lambdaCacheEvictions, 1)
        ? {
            sentence: `Redis evicted ${lambdaCacheEvictions} keys to make room, by its meters`,
            facts: ['lambdaCacheEvictions'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'elasticache-connections-above-limit',
    explains: ['no-connection-reuse', 'connections-above-limit'],
    next: 'Make the client outside the handler, once for each environment; or raise EXPECTED_MAX_CONNECTIONS, if so many environments are meant to run.',
    find: ({
      lambdaCacheConnectionsMax,
      lambdaCacheNewConnections,
      lambdaMeteredInvocations,
      lambdaCacheConnectionsLimit,
      lambdaCacheRequestsPerConnection,
    }) => {
      const isAbove = isAtLeast(lambdaCacheConnectionsMax, lambdaCacheConnectionsLimit + 1);
      const opened = lambdaCacheNewConnections ?? 0;
      const isChurn = opened > 0 && isBelow(lambdaMeteredInvocations, opened * lambdaCacheRequestsPerConnection);
      if (!isAbove && !isChurn) return undefined;
      return {
        sentence: `The function had ${lambdaCacheConnectionsMax ?? '?'} connections to Redis open at a time, where at most ${lambdaCacheConnectionsLimit} are expected, and opened ${opened} for ${lambdaMeteredInvocations} invocations`,
        facts: ['lambdaCacheConnectionsMax', 'lambdaCacheNewConnections', 'lambdaMeteredInvocations'],
        confidence: 'medium',
      };
    },
  },
  {
    id: 'lambda-cold-starts-slow',
    explains: ['api-slow'],
    next: 'Fewer and smaller packages in the function, more memory (it brings CPU), SnapStart or provisioned concurrency; and connect to Redis before the first request, outside the handler.',
    find: ({ lambdaColdStarts, lambdaInvocations, lambdaInitP50Ms }) => {
      if (lambdaColdStarts === null || lambdaInvocations === null || !isAtLeast(lambdaInitP50Ms, SLOW_INIT_MS)) return;
      if (lambdaColdStarts < Math.max(1, lambdaInvocations * OF_P99)) return;
      return {
        sentence: `${lambdaColdStarts} of ${lambdaInvocations} requests waited for a new environment to start, for ${formatMs(lambdaInitP50Ms)} as a rule (median of Init Duration)`,
        facts: ['lambdaColdStarts', 'lambdaInvocations', 'lambdaInitP50Ms'],
        confidence: 'medium',
      };
    },
  },
  {
    id: 'lambda-errors',
    explains: ['api-errors'],
    next: 'Look for the error in the log of the function, with make tail FILTER=Error or in the example of the report.',
    find: ({ lambdaErrors, lambdaMeteredInvocations, lambdaTimeouts }) =>
      isAtLeast(lambdaErrors, 1) && lambdaErrors > (lambdaTimeouts ?? 0)
        ? {
            sentence: `${lambdaErrors} of ${lambdaMeteredInvocations} invocations ended in an error that the function did not catch`,
            facts: ['lambdaErrors', 'lambdaMeteredInvocations', 'lambdaTimeouts'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'lambda-fleet-above-maxclients',
    explains: [],
    next: 'Reserve fewer environments, give each a smaller pool, or put more shards behind them.',
    find: ({ lambdaFleetConnections, lambdaFleetRoom, lambdaReservedConcurrency }) =>
      lambdaFleetConnections !== null && lambdaFleetRoom !== null && lambdaFleetConnections > lambdaFleetRoom
        ? {
            sentence: `Redis does not have room for all environments: ${lambdaReservedConcurrency} may run at a time and open ${Math.round(lambdaFleetConnections)} connections; there is room for ${lambdaFleetRoom}`,
            facts: ['lambdaFleetConnections', 'lambdaFleetRoom', 'lambdaReservedConcurrency'],
            confidence: 'high',
          }
        : undefined,
  },
];
