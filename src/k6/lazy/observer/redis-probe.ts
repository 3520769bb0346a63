import { check } from 'k6';
import exec from 'k6/execution';
import { Client } from 'k6/x/redis';
import { redisOutcomeOf } from '../../../core/findings/redis-outcome.ts';
import { NO_REFUSALS, type RefusalCounts, refusalOf } from '../../../core/redis/refusals.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { requestSettings, settings } from '../../setup/settings.ts';
import { recordQuestion } from './observe-outage.ts';
import { takeNote } from './take-note.ts';

// One connection, no silent retries (a retry would hide an outage), and time-outs short enough that a dead Redis does not
// hold up the next second's check. No `client_name`: a user who may not give one could run no command at all then.
const QUICK_MS = 500;
const OPTIONS = `pool_size=1&max_retries=-1&dial_timeout=${QUICK_MS}ms&write_timeout=${QUICK_MS}ms`;

/** Our one connection to Redis; none without REDIS_URL. It opens with the first command. */
export const redis = requestSettings.redisUrl ? connectTo(QUICK_MS) : undefined;

/** Another connection, for a Redis that takes long to tell of itself while it answers all else. */
export function patientClient(): Client {
  // Less than the time between two looks, of which the next must not be left out.
  return connectTo(Math.min(5_000, Math.max(QUICK_MS, settings().observeEveryMs * 0.8)));
}

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
  const key = `poolproof:check:${runId}`;
  const value = `${exec.scenario.iterationInTest}`;
  const askedAtMs = exec.instance.currentTestRunDuration;
  const pinged = await timed('PING', () => client.sendCommand('PING'), 'PONG', mustAnswer);
  recordQuestion(askedAtMs, pinged);
  if (!pinged) return false;
  await timed('SET', () => client.set(key, value, 10), 'OK', mustAnswer);
  hasHit = await timed('GET', () => client.get(key), value, mustAnswer);
  await timed('DEL', () => client.del(key), 1, mustAnswer);
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
    metrics?.commandDuration.add(exec.instance.currentTestRunDuration - startMs, { command });
    metrics?.commands.add(1, { command, outcome: 'ok' });
  } catch (reason) {
    recordFailure(command, startMs, String(reason));
  }
  if (!mustAnswer) return answer === expected;
  return check(answer, { [`Redis answers ${command}`]: (got) => got === expected });
}

function recordFailure(command: string, startMs: number, text: string): void {
  const outcome = text === NO_VALUE ? 'ok' : redisOutcomeOf(text);
  metrics?.commands.add(1, { command, outcome });
  if (outcome === 'ok') return;
  const refusal = refusalOf(text);
  if (refusal !== undefined) ownRefusals = { ...ownRefusals, [refusal]: ownRefusals[refusal] + 1 };
  metrics?.failedAt.add(startMs, { outcome });
  takeNote(outcome, text);
}

function connectTo(readTimeoutMs: number): Client {
  const { redisUrl } = requestSettings;
  return new Client(`${redisUrl}${redisUrl.includes('?') ? '&' : '?'}${OPTIONS}&read_timeout=${readTimeoutMs}ms`);
}
