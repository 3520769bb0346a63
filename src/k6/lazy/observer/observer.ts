import exec from 'k6/execution';
import http from 'k6/http';
import type { Client } from 'k6/x/redis';
import journey from 'the-journey';
import { readPoolSample } from '../../../core/evidence/pool-sample.ts';
import { LossWatch } from '../../../core/observer/loss-watch.ts';
import { PoolWatch } from '../../../core/observer/pool-watch.ts';
import { RedisWatch, type Told } from '../../../core/observer/redis-watch.ts';
import { SilenceWatch } from '../../../core/observer/silence-watch.ts';
import type { Tell } from '../../../core/observer/tell.ts';
import type { RedisSample } from '../../../core/redis/redis-sample.ts';
import { filledIn } from '../../../core/verdict/rule.ts';
import { dueRequests } from '../../../core/workload/due-requests.ts';
import { poolMetrics, redisMetrics } from '../../journeys/observer-metrics.ts';
import { settings } from '../../setup/settings.ts';
import type { SetupData } from '../../setup/setup-data.ts';
import { jsonOf } from '../json-of.ts';
import { elapsedMs, scenariosOfRun } from '../load-clock.ts';
import { profileRules, variablesOf } from '../profile-rules.ts';
import { paramsFor } from '../request-params.ts';
import { phaseNow } from './phase-now.ts';
import { PlainAnswers } from './plain-answers.ts';
import { RedisNodes } from './redis-nodes.ts';
import { RedisProbe } from './redis-probe.ts';
import { RedisQuestions } from './redis-questions.ts';
import { takeNote } from './take-note.ts';

/** What one look at Redis saw. */
export interface Look {
  readonly answered: boolean;
  /** null: it did not tell. */
  readonly sample: RedisSample | null;
}

const tellRedis: Tell<'redis'> = (metric, value, tags) => redisMetrics?.[metric](value, tags);
const tellPool: Tell<'pool'> = (metric, value, tags) => poolMetrics?.[metric](value, tags);

/** Looks at Redis over a connection of its own, and at the pool where the API tells of it. */
export class Observer {
  /** What Redis told last; null before the first look, or without Redis. */
  lastSample: RedisSample | null = null;
  readonly #nodes: RedisNodes | undefined;
  readonly #watch: RedisWatch;
  readonly #questions: RedisQuestions;
  readonly #probe: RedisProbe;
  readonly #pool = new PoolWatch(tellPool);
  readonly #losses = new LossWatch(tellRedis);
  readonly #plainAnswers = new PlainAnswers(tellRedis);

  /** @param client our one connection to Redis; none without REDIS_URL */
  constructor(client: Client | undefined) {
    const silence = new SilenceWatch(tellRedis);
    this.#nodes = client && new RedisNodes(client);
    const { apiClients, expectedMaxConnections } = settings();
    const variables = variablesOf(settings());
    this.#watch = new RedisWatch({
      apiClients,
      expectedMaxConnections,
      rules: profileRules().rules.map(({ id, threshold }) => ({ id, threshold: filledIn(threshold, variables) })),
      tell: tellRedis,
      fleet: () => this.#fleetConnections(),
      note: takeNote,
    });
    this.#questions = new RedisQuestions(silence, tellRedis);
    this.#probe = new RedisProbe(this.#watch, silence, tellRedis);
  }

  /**
   * One look at Redis and at the pool. A Redis that does not answer is a finding, and never stops the load.
   *
   * @param mustAnswer false while Redis is away on purpose: no answer is no failed check then
   */
  async look({ runId, asked, redisStart }: SetupData, mustAnswer: boolean): Promise<Look> {
    await this.#lookAtPool();
    if (this.#nodes === undefined) return { answered: false, sample: null };
    await this.#plainAnswers.ask(asked?.path ?? '/');
    const answered = await this.#probe.check(this.#nodes, runId, mustAnswer);
    const told = answered ? await this.#questions.askWhenDue(this.#nodes, redisStart) : undefined;
    if (answered) this.#probe.judgeMissed(told?.sample, redisStart, this.#nodes.isKnownToRefuse('INFO'));
    if (told === undefined) {
      if (mustAnswer) for (const late of await this.#questions.askSilent(this.#nodes)) this.#add(late, redisStart);
      return { answered, sample: null };
    }
    const { sample } = told;
    this.lastSample = sample;
    this.#losses.add(sample.clients, exec.instance.currentTestRunDuration);
    this.#add(told, redisStart);
    return { answered, sample };
  }

  #add(told: Told, redisStart: RedisSample | null): void {
    const atMs = elapsedMs();
    this.#watch.add(told, redisStart, atMs, dueRequests(scenariosOfRun(), atMs, journey));
  }

  /** Redis as it is now, for those who look once; null when there is none, or it could not be asked. */
  async sample(): Promise<RedisSample | null> {
    const told = this.#nodes && (await this.#questions.ask(this.#nodes));
    return told?.sample ?? null;
  }

  /** Whether REDIS_URL names a Sentinel, which has no data; known once a sample was taken. */
  get isSentinel(): boolean {
    return this.#nodes?.isSentinel ?? false;
  }

  /** Counts an observation that told something: rules over it take it for their floor. */
  countObservation(of: string): void {
    tellRedis('redis_observations', 1, { of });
  }

  /** Whether connections that are more than before are the API's, as far as a rule about them goes. */
  isConnectionRiseOfApi(ruleId: string, rise: number, sample: RedisSample): boolean {
    return this.#watch.isConnectionRiseOfApi(ruleId, rise, sample);
  }

  /** The same of memory of Redis. */
  isMemoryRiseOfApi(ruleId: string, riseBytes: number): boolean {
    return this.#watch.isMemoryRiseOfApi(ruleId, riseBytes);
  }

  /** Closes our connections: a VU that is done with Redis must not be counted among its clients. */
  async leave(): Promise<void> {
    await this.#nodes?.leave();
  }

  /** Of all pools in production; undefined where nobody said how many there are. */
  #fleetConnections(): number | undefined {
    const { instances, workers, poolSize, expectedMaxConnections } = settings();
    return instances === 0
      ? undefined
      : instances * workers * (poolSize || (this.#pool.size ?? expectedMaxConnections));
  }

  async #lookAtPool(): Promise<void> {
    const { baseUrl, poolPath } = settings();
    if (!poolPath) return;
    const answer = await http.get<'text'>(`${baseUrl}${poolPath}`, paramsFor(poolPath, { target: 'pool' }));
    const sample = readPoolSample(jsonOf(answer));
    if (sample !== undefined) this.#pool.add(sample, exec.instance.currentTestRunDuration, phaseNow());
  }
}
