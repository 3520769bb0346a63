import { check } from 'k6';
import exec from 'k6/execution';
import type { RedisWatch } from '../../../core/observer/redis-watch.ts';
import type { SilenceWatch } from '../../../core/observer/silence-watch.ts';
import type { Tell } from '../../../core/observer/tell.ts';
import { type RedisOutcome, redisOutcomeOf } from '../../../core/redis/redis-outcome.ts';
import type { RedisSample } from '../../../core/redis/redis-sample.ts';
import { refusalOf } from '../../../core/redis/refusals.ts';
import type { RedisNodes } from './redis-nodes.ts';
import { takeNote } from './take-note.ts';

/** An answer, and no failure: the key is not there, because SET was refused, say. */
const NO_VALUE = 'redis: nil';

/** What Redis answers where a key is not there, by the command. */
const GONE: Readonly<Record<string, unknown>> = { GET: null, DEL: 0 };

/** Asks Redis for what the API asks it for, and takes the time. */
export class RedisProbe {
  readonly #watch: RedisWatch;
  readonly #silence: SilenceWatch;
  readonly #tell: Tell<'redis'>;
  /** Commands that did not find our key, since INFO told last how many keys were evicted. */
  #missed: string[] = [];
  #evictedBefore: number | undefined;

  constructor(watch: RedisWatch, silence: SilenceWatch, tell: Tell<'redis'>) {
    this.#watch = watch;
    this.#silence = silence;
    this.#tell = tell;
  }

  /**
   * PING and a SET / GET / DEL round trip on a key of our own, which expires by itself should the DEL never come.
   *
   * @param mustAnswer false while Redis is away on purpose: no answer is no failed check then
   */
  async check(nodes: RedisNodes, runId: string, mustAnswer: boolean): Promise<boolean> {
    const { client } = nodes;
    const value = `${exec.scenario.iterationInTest}`;
    let isSet = false;
    const timed = async (command: string, run: () => Promise<unknown>, expected: unknown): Promise<boolean> => {
      const answer = await this.#answerTo(nodes, command, run);
      if (!mustAnswer) return answer === expected;
      if (answer !== GONE[command] || !isSet) return checkAnswer(command, answer === expected);
      this.#missed.push(command);
      return false;
    };
    const askedAtMs = exec.instance.currentTestRunDuration;
    const pinged = await timed('PING', () => client.sendCommand('PING'), 'PONG');
    this.#silence.add(askedAtMs, exec.instance.currentTestRunDuration, pinged);
    if (!pinged) return false;
    // In a cluster each node has keys of its own.
    const [node] = await nodes.find();
    const { client: asked = client, hashTag } = node ?? {};
    const key = `poolproof:check:${hashTag === undefined ? '' : `{${hashTag}}:`}${runId}`;
    isSet = await timed('SET', () => asked.set(key, value, 10), 'OK');
    this.#watch.addOwnGet(await timed('GET', () => asked.get(key), value));
    await timed('DEL', () => asked.del(key), 1);
    return true;
  }

  /**
   * Judges the answers that our key is gone: it may have been evicted to make room for keys of others, so such an answer is a
   * failed check only where Redis evicted none meanwhile, or does not tell.
   *
   * @param now what Redis told at this look
   * @param start what it told before the load
   * @param isRefused whether it never tells, by INFO, how many it evicted
   */
  judgeMissed(now: RedisSample | undefined, start: RedisSample | null, isRefused: boolean): void {
    if (!now?.hasInfo && !isRefused) return;
    const { evictedKeysTotal = 0 } = now ?? {};
    const { evictedKeysTotal: evictedAtStart = 0 } = start ?? {};
    if (evictedKeysTotal <= (this.#evictedBefore ?? evictedAtStart))
      for (const command of this.#missed) checkAnswer(command, false);
    this.#missed = [];
    this.#evictedBefore = evictedKeysTotal;
  }

  /** Runs one command and takes its time; a failure is counted by its kind and never thrown. */
  async #answerTo(nodes: RedisNodes, command: string, run: () => Promise<unknown>): Promise<unknown> {
    const startMs = exec.instance.currentTestRunDuration;
    try {
      const answer = await run();
      this.#tell('redis_command_duration', exec.instance.currentTestRunDuration - startMs, { command });
      this.#tell('redis_commands', 1, { command, outcome: 'ok' });
      return answer;
    } catch (reason) {
      const outcome = this.#addFailure(command, startMs, String(reason));
      if (outcome === 'moved') nodes.forget();
      return outcome === 'ok' ? null : undefined;
    }
  }

  #addFailure(command: string, startMs: number, text: string): RedisOutcome {
    const outcome = text === NO_VALUE ? 'ok' : redisOutcomeOf(text);
    this.#tell('redis_commands', 1, { command, outcome });
    if (outcome === 'ok') return outcome;
    const refusal = refusalOf(text);
    if (refusal !== undefined) this.#watch.addOwnRefusal(refusal);
    this.#tell('redis_failed_at', startMs, { outcome });
    takeNote(outcome, text);
    return outcome;
  }
}

function checkAnswer(command: string, isExpected: boolean): boolean {
  return check(isExpected, { [`Redis answers ${command}`]: (is) => is });
}
