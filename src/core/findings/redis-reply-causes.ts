import type { Evidence } from '../evidence/evidence.ts';
import { failurePrefix, failuresName, type RedisFailure, type RedisOutcome } from '../redis/redis-outcome.ts';
import { formatSeconds } from '../units/numbers.ts';
import type { Cause, Said } from './finding.ts';

/** Errors that Redis answers with, each by its own name: what it is, and what to do about it. */
const REPLY_ERRORS = [
  {
    outcome: 'loading',
    id: 'redis-loading',
    says: 'Redis was loading its data and answered nothing else',
    next: 'Look at why it was restarted (redis-cli info server, uptime_in_seconds) and how much it has to load (info persistence).',
  },
  {
    outcome: 'masterDown',
    id: 'redis-master-down',
    says: 'Redis is a replica without its master, and refuses to answer',
    next: 'Look at the link: redis-cli info replication. Let REDIS_URL name the master.',
  },
  {
    outcome: 'busyScript',
    id: 'redis-busy-script',
    says: 'Redis was busy with a script and refused everything else',
    next: 'Find the script: redis-cli slowlog get 10. Nothing else runs while it does: make it shorter, or end it with SCRIPT KILL.',
  },
  {
    outcome: 'outOfMemory',
    id: 'redis-out-of-memory',
    says: 'Redis is out of memory and refuses writes',
    next: 'Compare used_memory with maxmemory (redis-cli info memory): raise it, give keys a TTL, or choose a maxmemory-policy that evicts.',
  },
  {
    outcome: 'misconfigured',
    id: 'redis-not-saving',
    says: 'Redis cannot write its snapshot to disk, and therefore refuses writes',
    next: 'Look at rdb_last_bgsave_status (redis-cli info persistence) and at the disk; a pure cache needs no snapshots: config set save "".',
  },
  {
    outcome: 'readOnly',
    id: 'redis-read-only',
    says: 'Redis is a replica and takes no writes',
    next: 'Let REDIS_URL, and the API, name the master: redis-cli info replication shows it as master_host. After a failover, clients must look it up again.',
  },
  {
    outcome: 'clusterDown',
    id: 'redis-cluster-down',
    says: 'The Redis cluster does not serve all of its slots',
    next: 'Look for missing nodes: redis-cli cluster info; redis-cli --cluster check HOST:PORT',
  },
  {
    outcome: 'moved',
    id: 'redis-moved',
    says: 'Redis sent a command on to another node of its cluster',
    next: 'A slot moved, or nodes cannot be reached at the addresses that they announce: redis-cli cluster shards',
  },
] as const satisfies readonly { readonly outcome: RedisOutcome; readonly id: string; says: string; next: string }[];

/** What follows where Redis takes no writes, or nothing at all. */
const SYMPTOMS = [
  'cache-not-written',
  'cache-key-too-specific',
  'cache-cold',
  'cache-ttl-too-short',
  'cache-stampede',
  'redis-network-slow',
  'redis-stalled',
  'redis-timeout',
  'pool-exhausted',
  'database-slow',
  'api-slow',
  'api-errors',
];

export const REDIS_REPLY_CAUSES: readonly Cause[] = REPLY_ERRORS.map((error) =>
  failedWith(error.outcome, SYMPTOMS, error),
);

/** A cause that is there as soon as one command failed in its way; told with when, how often, and what was said. */
export function failedWith(
  outcome: RedisFailure,
  explains: readonly string[],
  { id, says, next }: { readonly id: string; readonly says: string; readonly next: string },
): Cause {
  return {
    id,
    explains,
    next,
    find: (evidence, said) => {
      const failures = failuresName(outcome);
      if (evidence[failures] === 0) return undefined;
      return {
        sentence: `${says}${whenFailed(evidence, outcome)}: ${evidence[failures]} of ${evidence.redisCommands} commands failed${textOf(said, outcome)}`,
        facts: [failures, `${failurePrefix(outcome)}FirstMs`, `${failurePrefix(outcome)}LastMs`, 'redisCommands'],
        confidence: 'high',
      };
    },
  };
}

/** From when to when of the run commands failed in this way. */
export function whenFailed(evidence: Evidence, outcome: RedisFailure): string {
  const firstMs = evidence[`${failurePrefix(outcome)}FirstMs`];
  const lastMs = evidence[`${failurePrefix(outcome)}LastMs`];
  if (firstMs === null || lastMs === null) return '';
  const [from, to] = [formatSeconds(firstMs), formatSeconds(lastMs)];
  return from === to ? ` at ${from} of the run` : ` from ${from} to ${to} of the run`;
}

/** What the server or the client said, in its own words. */
export function textOf(said: Said, outcome: RedisFailure): string {
  const text = said(outcome);
  return text === undefined ? '' : ` ("${text}")`;
}
