import type { Evidence } from '../evidence/evidence.ts';
import type { Cause } from './finding.ts';
import { isAtLeast } from './known.ts';

/** Who asks for a few keys one by one does not wait long for them. */
const MANY_COMMANDS = 20;

/** What the API asks of Redis for one request. */
export const COMMAND_CAUSES: readonly Cause[] = [
  {
    id: 'many-commands',
    // Each command waits for its answer, and the connection is held meanwhile.
    explains: ['pool-exhausted', 'api-slow', 'api-no-answer'],
    leaves: ({ poolSize, requestsTimedOut, requestsUnanswered }) => [
      ...(poolSize === null ? [] : ['pool-exhausted']),
      ...(requestsTimedOut === requestsUnanswered ? [] : ['api-no-answer']),
    ],
    next: 'Ask for many keys at once (MGET, HMGET), or send the commands in a pipeline; redis-cli monitor shows for a second what one request asks.',
    find: (evidence) => {
      const { apiCommands, requests, warmP95Ms, slowAnswerMs, requestsTimedOut } = evidence;
      const perRequest = commandsPerRequest(evidence);
      if (!isAtLeast(perRequest, MANY_COMMANDS)) return undefined;
      if (!isAtLeast(warmP95Ms, slowAnswerMs) && requestsTimedOut === 0) return undefined;
      return {
        sentence: `Each request sends many commands to Redis: ${perRequest?.toFixed(0)} on average, ${apiCommands} for ${requests} requests, and answers are slow`,
        facts: ['apiCommands', 'requests', 'warmP50Ms', 'warmP95Ms', 'redisCommandP50Ms', 'requestsTimedOut'],
        confidence: 'medium',
      };
    },
  },
];

function commandsPerRequest({ apiCommands, requests }: Evidence): number | null {
  return apiCommands === null || requests === 0 ? null : apiCommands / requests;
}
