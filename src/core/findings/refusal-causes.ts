import type { Evidence, EvidenceName } from '../evidence/evidence.ts';
import { MANY } from '../evidence/limits.ts';
import type { Refusal } from '../redis/refusals.ts';
import type { Cause } from './finding.ts';
import { isAtLeast } from './known.ts';

/** What each refusal is called in evidence, what it means, and what to do about it. */
const REFUSED: Readonly<Record<Refusal, { count: EvidenceName; means: string; next: string }>> = {
  OOM: {
    count: 'refusedOom',
    means: 'its memory is full and its policy removes nothing',
    next: 'Raise maxmemory, store less, or let Redis remove keys (maxmemory-policy allkeys-lru): redis-cli info memory',
  },
  READONLY: {
    count: 'refusedReadonly',
    means: 'it is a replica, which takes no writes',
    next: 'Point the API at the master, and let its client follow a failover: redis-cli role',
  },
  MISCONF: {
    count: 'refusedMisconf',
    means: 'it cannot save to disk and takes no writes until it can',
    next: 'Look at its disk and its log: redis-cli info persistence (rdb_last_bgsave_status)',
  },
  LOADING: {
    count: 'refusedLoading',
    means: 'it was loading its data',
    next: 'Look at why it was restarted, and how long it takes to load: redis-cli info persistence, its log',
  },
  MASTERDOWN: {
    count: 'refusedMasterdown',
    means: 'it is a replica without its master',
    next: 'Look at the link to its master: redis-cli info replication (master_link_status)',
  },
  CLUSTERDOWN: {
    count: 'refusedClusterdown',
    means: 'its cluster is not whole',
    next: 'Look for the slots that nobody serves: redis-cli cluster info; redis-cli --cluster check <host>:<port>',
  },
  NOREPLICAS: {
    count: 'refusedNoreplicas',
    means: 'too few of its replicas are connected',
    next: 'Compare min-replicas-to-write with the replicas that are connected: redis-cli info replication',
  },
  NOSCRIPT: {
    count: 'refusedNoscript',
    means: 'it does not know the script that EVALSHA names, again and again',
    next: 'Send the script with EVAL or SCRIPT LOAD when Redis answers NOSCRIPT; do not flush its scripts',
  },
};

/** Redis is reached, and refuses what the API asks of it. */
export const REFUSAL_CAUSES: readonly Cause[] = [
  {
    id: 'redis-login-refused',
    // Who is not let in tries again and again, on a new connection each time.
    explains: [
      'redis-connections-reset',
      'no-connection-reuse',
      'connections-above-limit',
      'pool-exhausted',
      'api-not-seen',
      'cache-not-written',
      'database-slow',
      'api-errors',
      'api-slow',
    ],
    next: 'Compare user and password in the settings of the API with those of Redis, and restart what still has the old ones: redis-cli acl log 10',
    find: (evidence) => {
      const { loginsRefused, requestsFailed, requests } = evidence;
      if (!areManyLoginsRefused(evidence) || !areOfApi(evidence)) return undefined;
      return {
        sentence: `Redis refused log-ins ${loginsRefused} times during the load (WRONGPASS or NOAUTH), and ${requestsFailed} of ${requests} requests failed`,
        facts: ['loginsRefused', 'requestsFailed', 'serverErrors', 'connectionsReceived'],
        confidence: 'medium',
      };
    },
  },
  {
    id: 'redis-refused-commands',
    // What is not written is not found, and what is not read comes from the database.
    explains: [
      'redis-error',
      'cache-not-written',
      'cache-key-too-specific',
      'cache-ttl-too-short',
      'cache-stampede',
      'database-slow',
      'api-slow',
      'api-errors',
    ],
    next: 'See what Redis answered, and how often: redis-cli info errorstats',
    find: (evidence) => {
      const [first, ...others] = refusalsIn(evidence);
      if (first === undefined) return undefined;
      const more = others.map(({ kind, count }) => `, ${count} with ${kind}`).join('');
      return {
        sentence: `Redis refused commands of the API: ${first.count} with ${first.kind}${more} (${REFUSED[first.kind].means})`,
        facts: [...[first, ...others].map(({ kind }) => REFUSED[kind].count), 'missRequests', 'misses', 'keysGrowth'],
        next: REFUSED[first.kind].next,
        confidence: 'high',
      };
    },
  },
];

/** So few are those of a health check that has no password. */
function areManyLoginsRefused({ loginsRefused, requests }: Evidence): boolean {
  return isAtLeast(loginsRefused, Math.max(1, requests * MANY));
}

/** Nobody looked anything up, or the API opened as many connections: one that is let in goes on with those that it has. */
function areOfApi({ loginsRefused, lookups, connectionsReceived, requestsPerConnection }: Evidence): boolean {
  const isOpening = requestsPerConnection !== null && isAtLeast(connectionsReceived, (loginsRefused ?? 0) / 2);
  return lookups === 0 || isOpening;
}

/** The most frequent first. */
function refusalsIn(evidence: Evidence): { kind: Refusal; count: number }[] {
  return (Object.keys(REFUSED) as Refusal[])
    .map((kind) => ({ kind, count: evidence[REFUSED[kind].count] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}
