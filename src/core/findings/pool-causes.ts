import type { Evidence } from '../evidence/evidence.ts';
import { BLOCKED_CLIENTS, CLIENT_KINDS } from '../summary/note-topics.ts';
import { formatMs } from '../units/numbers.ts';
import { exhaustedAndRefusing, exhaustedByExclusion, GIVE_BACK, isDrained } from './exhausted-by-exclusion.ts';
import type { Cause } from './finding.ts';
import { isFailingByItself, isGeneratorLate } from './generator-causes.ts';
import { isAtLeast, isBelow } from './known.ts';

const RAISE_OR_LOWER =
  'Raise EXPECTED_MAX_CONNECTIONS if that is what you meant (pool size × processes: instances, and workers in each), or lower the pool size.';

/** How the API deals with its connections. */
export const POOL_CAUSES: readonly Cause[] = [
  {
    id: 'redis-blocked-clients',
    // Who waits in a blocking command holds a connection of the pool all the while.
    explains: [
      'pool-exhausted',
      'connections-above-limit',
      'api-slow',
      'api-errors',
      'database-slow',
      'cache-not-written',
    ],
    next: 'Give blocking commands (BLPOP, BRPOP, XREAD BLOCK, WAIT) connections of their own: redis-cli client list, flags=b',
    find: ({ blockedClientsMax }, said) =>
      isAtLeast(blockedClientsMax, 1)
        ? {
            sentence: `${blockedClientsMax === 1 ? 'A connection waited in a blocking command' : `Up to ${blockedClientsMax} connections waited in blocking commands at a time`}${inBrackets(said(BLOCKED_CLIENTS))}`,
            facts: ['blockedClientsMax', 'poolWaitingMax', 'poolInUseMax', 'connectionsMax'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'connection-leak',
    explains: ['connections-above-limit', 'redis-maxclients', 'pool-exhausted'],
    next: 'Look for a path that takes a connection and does not give it back: redis-cli client list, with a high age and idle.',
    find: (evidence) => {
      const { connectionsLeft, connectionsLeftGrowth } = evidence;
      // A pool that keeps connections keeps as many after each silence; only a leak has more each time.
      if ((connectionsLeftGrowth ?? 0) > 0) {
        return {
          sentence: `Connections leak: ${connectionsLeft} stay open when the load is over, ${connectionsLeftGrowth} more than after the first cycle`,
          facts: ['connectionsLeft', 'connectionsLeftGrowth', 'connectionsMax'],
          confidence: 'high',
        };
      }
      const { connectionsMin, connectionsMedian, connectionsMax, connectionsPerMinute, durationMs, requests } =
        evidence;
      if (!isAboveLimit(evidence) || isChurning(evidence)) return undefined;
      // A leak rises in a straight line: its slope is the whole rise, and its median lies in the middle. Where a pool fills
      // up and then stays, the median lies at one end.
      const rise = (connectionsMax ?? 0) - (connectionsMin ?? 0);
      const slope = ((connectionsPerMinute ?? 0) * durationMs) / 60_000;
      if (!isRisingToTheEnd(evidence)) return undefined;
      const middle = (connectionsMedian ?? 0) - (connectionsMin ?? 0);
      if (rise < 2 || slope < rise / 2 || middle < rise / 4 || middle > (rise * 3) / 4) return undefined;
      const per100 = leakedPer100Requests(evidence) ?? 0;
      return {
        sentence: `Connections leak: from ${connectionsMin} to ${connectionsMax} during the run, about ${per100.toFixed(1)} for every 100 of ${requests} requests, and none is closed`,
        facts: [
          'connectionsMin',
          'connectionsMedian',
          'connectionsMax',
          'connectionsPerMinute',
          'connectionsReceived',
          'poolSize',
        ],
        confidence: 'high',
      };
    },
  },
  {
    id: 'connections-kept',
    explains: [],
    next: 'Nothing leaks. If the pool is to keep them, set SETTLE_TOLERANCE to its size; otherwise give it an idle time-out, and a SETTLE that is longer.',
    find: ({ connectionsLeft, connectionsLeftGrowth, connectionsLeftLimit }) =>
      connectionsLeftGrowth === 0 && isAtLeast(connectionsLeft, connectionsLeftLimit + 1)
        ? {
            sentence: `The pool keeps its connections: ${connectionsLeft} more than before the load were open after the silence, and no more after the last than after the first`,
            facts: ['connectionsLeft', 'connectionsLeftGrowth', 'connectionsLeftLimit', 'connectionsMax'],
            confidence: 'high',
          }
        : undefined,
  },
  {
    id: 'no-connection-reuse',
    // What is closed at once is seen by nobody.
    explains: ['connections-above-limit', 'api-not-seen', 'api-slow'],
    next: 'Create the client or pool once when the API starts, not in each request. If there is one, it closes what it does not need at the moment: let it keep more idle connections, and for longer.',
    find: (evidence) => {
      const { connectionsReceived, connectionsUnattributed, requests, requestsPerConnection } = evidence;
      if (!isChurning(evidence)) return undefined;
      const reuse = `${requestsPerConnection?.toFixed(1)} requests per connection`;
      const how =
        (connectionsUnattributed ?? 0) > 0
          ? `${reuse}, for as long as they could be told from those of others`
          : `${connectionsReceived} were opened for ${requests} requests, ${reuse}`;
      return {
        sentence: `Connections are not reused: ${how}`,
        facts: ['connectionsReceived', 'requestsPerConnection', 'connectionsMedian', 'connectionsMax'],
        confidence: 'high',
      };
    },
  },
  {
    id: 'pool-exhausted',
    explains: ['api-slow', 'api-errors', 'api-no-answer', 'database-slow'],
    next: 'Find out what holds connections for so long before you make the pool larger; make size tells how large it has to be.',
    find: (evidence) => {
      const { poolSize, poolInUseMax, poolWaitingMax, poolAcquireMaxMs } = evidence;
      if (isGeneratorLate(evidence) && !isFailingByItself(evidence)) return undefined;
      if (poolSize === null || poolWaitingMax === null) return exhaustedByExclusion(evidence);
      if (!isAtLeast(poolInUseMax, poolSize)) return undefined;
      if (poolWaitingMax === 0) return exhaustedAndRefusing(evidence);
      const wait = poolAcquireMaxMs === null ? '' : `, the longest for ${formatMs(poolAcquireMaxMs)}`;
      return {
        ...(isDrained(evidence) && { next: GIVE_BACK }),
        sentence: `The pool was exhausted: all ${poolSize} connections were in use, and up to ${poolWaitingMax} requests waited for one${wait}`,
        facts: [
          'poolSize',
          'poolInUseMax',
          'poolWaitingMax',
          'poolAcquireMaxMs',
          'requestsInFlight',
          'redisCommandP95Ms',
        ],
        confidence: 'high',
      };
    },
  },
  {
    id: 'api-not-seen',
    explains: ['cache-not-written', 'cache-key-too-specific'],
    next: 'Is REDIS_URL the Redis behind BASE_URL? API_CLIENTS must match a name or an address in: redis-cli client list',
    find: ({ connectionsMax, allConnectionsMax, redisSilentAtEndMs, durationMs }) => {
      // A Redis that told who was there before the load alone has told nothing of it.
      if (connectionsMax !== 0 || isAtLeast(redisSilentAtEndMs, durationMs / 2)) return undefined;
      const others =
        allConnectionsMax === 0
          ? 'nobody but us was connected'
          : `API_CLIENTS matches none of its connections, up to ${allConnectionsMax} at a time`;
      return {
        sentence: `The API was never seen in Redis: ${others}`,
        facts: ['connectionsMax', 'allConnectionsMax'],
        confidence: 'high',
      };
    },
  },
  {
    id: 'connections-above-limit',
    explains: [],
    next: RAISE_OR_LOWER,
    find: (evidence, said) => {
      const { connectionsMedian, connectionsMax, expectedMaxConnections } = evidence;
      // Not against the pool size: several instances have a pool each.
      if (!isAtLeast(connectionsMax, expectedMaxConnections + 1)) return undefined;
      const kinds = said(CLIENT_KINDS);
      const whose = kinds === undefined ? 'The API' : `The API, or others with it (${kinds}),`;
      return {
        sentence: `${whose} had up to ${connectionsMax} connections open (median ${connectionsMedian}), more than the ${expectedMaxConnections} expected, without a steady rise`,
        ...(kinds !== undefined && {
          next: `Connections of all these were counted: ${kinds}. If some are not the API's, say which are by API_CLIENTS, a name or an address. ${RAISE_OR_LOWER}`,
        }),
        facts: ['connectionsMin', 'connectionsMedian', 'connectionsMax', 'expectedMaxConnections', 'poolSize'],
        confidence: kinds === undefined ? 'medium' : 'low',
      };
    },
  },
];

function inBrackets(text: string | undefined): string {
  return text === undefined ? '' : ` (${text})`;
}

/** Connections leaked for every 100 requests, from the slope of the connections; null when it is not known. */
export function leakedPer100Requests({ connectionsPerMinute, requests, durationMs }: Evidence): number | null {
  return connectionsPerMinute === null || requests === 0
    ? null
    : (connectionsPerMinute / ((requests / durationMs) * 60_000)) * 100;
}

function isAboveLimit({ connectionsMax, expectedMaxConnections, poolSize }: Evidence): boolean {
  return isAtLeast(connectionsMax, Math.min(expectedMaxConnections, poolSize ?? expectedMaxConnections) + 1);
}

/**
 * A pool that fills, slowly or in a burst, stands still once it has what it needs; a leak goes on to the end, or
 * until Redis accepts no more. Where the rate rises, a pool fills all the while.
 */
function isRisingToTheEnd(evidence: Evidence): boolean {
  const { connectionsPerMinute, connectionsLatePerMinute, connectionsRejected, risingRates } = evidence;
  if (risingRates > 0) return false;
  if (connectionsLatePerMinute === null || (connectionsRejected ?? 0) > 0) return true;
  return connectionsLatePerMinute >= (connectionsPerMinute ?? 0) * 0.4;
}

function isChurning({ requestsPerConnection, requestsPerConnectionLimit, connectionsReceived }: Evidence): boolean {
  return isBelow(requestsPerConnection, requestsPerConnectionLimit) && isAtLeast(connectionsReceived, 2);
}
