import { check } from 'k6';
import exec from 'k6/execution';
import type { Client } from 'k6/x/redis';
import { redisOutcomeOf } from '../../../core/redis/redis-outcome.ts';
import { NO_REFUSALS, type RefusalCounts, refusalOf } from '../../../core/redis/refusals.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { requestSettings } from '../../setup/settings.ts';
import { connectTo } from './connect-to.ts';
import { recordQuestion } from './observe-outage.ts';
import { forgetNodes, nodesBehind } from './redis-nodes.ts';
import { takeNote } from './take-note.ts';

/** Our one connection to Redis; none without REDIS_URL. It opens with the first command. */
export const redis = requestSettings.redisUrl ? connectTo(requestSettings.redisUrl) : undefined;

/** An answer, and no failure: the key is not there, because SET was refused, say. */
const NO_VALUE = 'redis: nil';

let hasHit = true;

let ownRefusals: RefusalCounts = NO_REFUSALS;

/** How often Redis refused our own commands because of its state, since this was asked last. */
export function takeOwnRefusals(): RefusalCounts {
  const taken = ownRefusals;
  ownRefusals = NO_REFUSALS;
  return taken;
}

/** Whether the GET of the last check found its key: Redis counts it among the hits, or among the misses. */
export function hasOwnGetHit(): boolean {
  return hasHit;
}

/**
 * PING and a SET / GET / DEL round trip on a key of our own, which expires by itself should the DEL never come.
 *
 * @param mustAnswer false while Redis is away on purpose: no answer is no failed check then
 */
export async function probeRedis(client: Client, runId: string, mustAnswer = true): Promise<boolean> {
  const value = `${exec.scenario.iterationInTest}`;
  const askedAtMs = exec.instance.currentTestRunDuration;
  const pinged = await timed('PING', () => client.sendCommand('PING'), 'PONG', mustAnswer);
  recordQuestion(askedAtMs, pinged);
  if (!pinged) return false;
  // In a cluster each node has keys of its own.
  const [node] = await nodesBehind(client);
  const { client: asked = client, hashTag } = node ?? {};
  const key = `poolproof:check:${hashTag === undefined ? '' : `{${hashTag}}:`}${runId}`;
  await timed('SET', () => asked.set(key, value, 10), 'OK', mustAnswer);
  hasHit = await timed('GET', () => asked.get(key), value, mustAnswer);
  await timed('DEL', () => asked.del(key), 1, mustAnswer);
  return true;
}

/** Runs one command, checks its answer and takes its time; a failure is counted by its kind and never thrown. */
async function timed(
  command: string,
  run: () => Promise<unknown>,
  expected: unknown,
  mustAnswer: boolean,
): Promise<boolean> {
  const startMs = exec.instance.currentTestRunDuration;
  let answer: unknown;
  try {
    answer = await run();
    metrics?.redis_command_duration.add(exec.instance.currentTestRunDuration - startMs, { command });
    metrics?.redis_commands.add(1, { command, outcome: 'ok' });
  } catch (reason) {
    recordFailure(command, startMs, String(reason));
  }
  if (!mustAnswer) return answer === expected;
  return check(answer, { [`Redis answers ${command}`]: (got) => got === expected });
}

function recordFailure(command: string, startMs: number, text: string): void {
  const outcome = text === NO_VALUE ? 'ok' : redisOutcomeOf(text);
  metrics?.redis_commands.add(1, { command, outcome });
  if (outcome === 'ok') return;
  if (outcome === 'moved') forgetNodes();
  const refusal = refusalOf(text);
  if (refusal !== undefined) ownRefusals = { ...ownRefusals, [refusal]: ownRefusals[refusal] + 1 };
  metrics?.redis_failed_at.add(startMs, { outcome });
  takeNote(outcome, text);
}
