import type { Evidence } from '../evidence/evidence.ts';
import { BUSY_SHARE, STALL_MS } from '../evidence/limits.ts';
import { SLOWEST_COMMAND } from '../summary/note-topics.ts';
import { formatMs, formatShare } from '../units/numbers.ts';
import type { Cause, Found } from './finding.ts';
import { isAtLeast, isBelow } from './known.ts';
import { recovery, silence } from './redis-access-causes.ts';

// Commands that take long hold their connections long, and requests wait for both.
const WITH_SLOW_REDIS = [
  'pool-exhausted',
  'api-slow',
  'api-errors',
  'api-no-answer',
  'database-slow',
  'cache-stampede',
];
// Commands that time out are taken for misses, and their connections are closed and opened again.
const WITH_SILENT_REDIS = [
  ...WITH_SLOW_REDIS,
  'redis-connections-reset',
  'no-connection-reuse',
  'cache-ttl-too-short',
  'cache-not-written',
  'redis-error',
];

const WHAT_HELD_IT_UP =
  'Look for what held it up: redis-cli slowlog get 10; redis-cli latency latest; fork or swap in its log.';
const GIVE_UP =
  'Requests waited for it past their own time-out: let the Redis client of the API give up sooner (a command time-out).';

const NO_KEYS =
  'KEYS goes through all keys of Redis each time: keep the names in a set or a hash, or use SCAN. redis-cli slowlog get 10 shows the patterns.';

/** Who is at work for so much of the time is not held up for a moment. */
const MOSTLY_BUSY = 0.5;

/** So many late answers among fast ones may be a pause of the machine. */
const LATE_BY_CHANCE = 2;

/** Redis is reached, and answers late or not at all. */
export const REDIS_SPEED_CAUSES: readonly Cause[] = [
  {
    id: 'redis-stalled',
    explains: [...WITH_SILENT_REDIS, 'redis-timeout', 'redis-slow', 'redis-network-slow'],
    leaves: (evidence) => (isMomentary(evidence) ? goingOn(evidence) : []),
    next: WHAT_HELD_IT_UP,
    find: (evidence) => {
      const { redisTimeoutFailures, redisSilenceMs, redisSilentAtEndMs, redisCommandP50Ms, redisCommandMaxMs } =
        evidence;
      const facts = [
        'redisSilenceMs',
        'redisSilenceAtMostMs',
        'redisCommandP50Ms',
        'redisCommandMaxMs',
        'recoveryMs',
      ] as const;
      // A stall is one pause among fast answers. The rest of the time the median shows.
      if (!isBelow(redisCommandP50Ms, evidence.slowCommandMs)) return undefined;
      if (isAlwaysBusy(evidence) || isAtLeast(evidence.redisBusyShare, MOSTLY_BUSY)) return undefined;
      if (redisTimeoutFailures > 0 && isAtLeast(redisSilenceMs, 1) && redisSilentAtEndMs === 0) {
        return {
          ...(evidence.requestsTimedOut > 0 && { next: `${WHAT_HELD_IT_UP} ${GIVE_UP}` }),
          sentence: `Redis stalled${silence(evidence)} and answered within ${formatMs(redisCommandP50Ms)} (median) before and after${recovery(evidence)}`,
          facts,
          confidence: 'high',
        };
      }
      if (!isMomentary(evidence) || !isAtLeast(redisCommandMaxMs, STALL_MS)) return undefined;
      return {
        sentence: `Redis stalled for a moment: one command took ${formatMs(redisCommandMaxMs)}, half of all took less than ${formatMs(redisCommandP50Ms)}`,
        facts,
        confidence: isSlow(evidence) || goingOn(evidence).length > 0 ? 'low' : 'medium',
      };
    },
  },
  {
    id: 'redis-timeout',
    explains: [...WITH_SILENT_REDIS, 'redis-slow', 'redis-network-slow'],
    next: 'Look for what holds Redis up: redis-cli -u "$REDIS_URL" slowlog get 10',
    find: (evidence) => {
      const { redisTimeoutFailures, redisCommands } = evidence;
      if (redisTimeoutFailures === 0 || isAlwaysBusy(evidence)) return undefined;
      return {
        sentence: `Redis did not answer in time${silence(evidence)}: ${redisTimeoutFailures} of ${redisCommands} commands failed`,
        facts: ['redisTimeoutFailures', 'redisCommands', 'redisSilenceMs', 'redisSilentAtEndMs'],
        confidence: 'high',
      };
    },
  },
  {
    id: 'redis-slow',
    explains: [...WITH_SLOW_REDIS, 'redis-connections-reset'],
    next: 'Find the commands that keep it busy: redis-cli slowlog get 10; redis-cli info commandstats',
    find: (evidence, said) => {
      const { redisBusyShare, redisTimeoutFailures } = evidence;
      const slowest = said(SLOWEST_COMMAND);
      if (!isAtLeast(redisBusyShare, BUSY_SHARE)) return undefined;
      const isWaitedFor = redisTimeoutFailures > 0 && isAlwaysBusy(evidence);
      if (!isSlow(evidence) && !isWaitedFor) return slowForItself(evidence, redisBusyShare, slowest);
      return {
        sentence: `Redis is busy with commands ${busyOf(redisBusyShare)} of the time${eachOf(evidence, slowest)}, and the others wait: ${howOthersWait(evidence)}`,
        ...(slowest === 'KEYS' && { next: NO_KEYS }),
        facts: [
          'redisBusyShare',
          'redisSlowestCommandMs',
          'redisServerTimeMs',
          'redisCommandP50Ms',
          'redisCommandP95Ms',
          'redisTimeoutFailures',
        ],
        confidence: 'high',
      };
    },
  },
  {
    id: 'redis-network-slow',
    explains: WITH_SLOW_REDIS,
    next: 'Measure the path to Redis: redis-cli -u "$REDIS_URL" --latency, from here and from the machine of the API.',
    find: (evidence) => {
      const { redisCommandP50Ms, redisCommandP95Ms, redisBusyShare, slowCommandMs } = evidence;
      if (!isSlow(evidence) || isAtLeast(redisBusyShare, BUSY_SHARE)) return undefined;
      if (!isBeyondAFew(evidence)) return undefined;
      return {
        sentence: `The network path to Redis is slow: answers take ${formatMs(redisCommandP50Ms ?? 0)} (median) to ${formatMs(redisCommandP95Ms ?? 0)} (p95), while Redis itself is busy ${formatShare(redisBusyShare ?? 0)} of the time`,
        facts: ['redisCommandP50Ms', 'redisCommandP95Ms', 'redisServerTimeMs', 'redisBusyShare'],
        // Of a path that is slow most answers are late; where they are not, a machine that is busy may be why.
        confidence:
          redisBusyShare === null ? 'low' : isAtLeast(redisCommandP50Ms, slowCommandMs / 5) ? 'high' : 'medium',
      };
    },
  },
];

/** So short that no command of ours was given up. */
function isMomentary({ redisTimeoutFailures }: Evidence): boolean {
  return redisTimeoutFailures === 0;
}

/** What goes on for so much of the run that a moment does not explain it. */
function goingOn({ firstFailureAtMs, lastFailureAtMs, durationMs, ...evidence }: Evidence): string[] {
  const { warmP50Ms, missP50Ms, slowAnswerMs } = evidence;
  const failsMs = firstFailureAtMs === null || lastFailureAtMs === null ? 0 : lastFailureAtMs - firstFailureAtMs;
  return [
    ...(failsMs >= durationMs / 2 ? ['api-errors', 'api-no-answer', 'pool-exhausted'] : []),
    ...(isAtLeast(warmP50Ms, slowAnswerMs) ? ['pool-exhausted', 'api-slow'] : []),
    ...(isAtLeast(missP50Ms, slowAnswerMs) ? ['database-slow'] : []),
  ];
}

/** Commands that take Redis long make answers slow that wait for them, before they are so many that ours wait as well. */
function slowForItself(evidence: Evidence, busyShare: number, slowest: string | undefined): Found | undefined {
  const { redisSlowestCommandMs, warmP50Ms, warmP95Ms, slowAnswerMs } = evidence;
  if (!isAtLeast(warmP95Ms, slowAnswerMs) || warmP50Ms === null) return undefined;
  // Half of what an answer takes, and so long that a few in turn make a slow one.
  if (!isAtLeast(redisSlowestCommandMs, Math.max(warmP50Ms / 2, slowAnswerMs / 4))) return undefined;
  return {
    ...(slowest === 'KEYS' && { next: NO_KEYS }),
    sentence: `Redis itself takes ${formatMs(redisSlowestCommandMs)} for ${slowest === undefined ? 'a command of the slowest kind' : `each ${slowest}`}, and is busy ${busyOf(busyShare)} of the time: cached answers take ${formatMs(warmP95Ms)} (p95)`,
    facts: ['redisSlowestCommandMs', 'redisBusyShare', 'redisServerTimeMs', 'redisCommandP95Ms', 'warmP95Ms'],
    confidence: 'medium',
  };
}

/** The time of a script counts once more with the commands in it. */
function busyOf(share: number): string {
  return formatShare(Math.min(1, share));
}

function eachOf({ redisSlowestCommandMs, slowCommandMs }: Evidence, slowest: string | undefined): string {
  if (slowest === undefined || !isAtLeast(redisSlowestCommandMs, slowCommandMs)) return '';
  return `, ${formatMs(redisSlowestCommandMs)} for each ${slowest}`;
}

function howOthersWait({ redisCommandP95Ms, redisTimeoutFailures, redisCommands }: Evidence): string {
  const ways = [
    ...(redisCommandP95Ms === null ? [] : [`its answers take ${formatMs(redisCommandP95Ms)} (p95)`]),
    ...(redisTimeoutFailures === 0 ? [] : [`${redisTimeoutFailures} of ${redisCommands} commands of ours timed out`]),
  ];
  return ways.join(', and ');
}

/** At half of the looks or more some kind of command took long: that is no moment. */
export function isAlwaysBusy({ redisSlowestCommandMs, redisBusyShare, slowCommandMs }: Evidence): boolean {
  return isAtLeast(redisSlowestCommandMs, slowCommandMs) && isAtLeast(redisBusyShare, BUSY_SHARE);
}

function isBeyondAFew(evidence: Evidence): boolean {
  const { redisCommandP50Ms, slowCommandMs } = evidence;
  return isAtLeast(redisCommandP50Ms, slowCommandMs) || slowAnswers(evidence) > LATE_BY_CHANCE;
}

/** How many answers were slow for certain where p95 is: it lies on the line between two samples, the upper one at most the slowest. */
function slowAnswers({ redisCommands, redisCommandP95Ms, redisCommandMaxMs, slowCommandMs }: Evidence): number {
  const place = 0.95 * (redisCommands - 1);
  const above = redisCommands - Math.ceil(place);
  const part = place % 1;
  const lowerMs = ((redisCommandP95Ms ?? 0) - part * (redisCommandMaxMs ?? 0)) / (1 - part);
  return part > 0 && lowerMs >= slowCommandMs ? above + 1 : above;
}

function isSlow({ redisCommandP95Ms, slowCommandMs }: Evidence): boolean {
  return isAtLeast(redisCommandP95Ms, slowCommandMs);
}
