import { cacheUse } from '../redis/cache-lookups.ts';
import { kindsOf } from '../redis/client-kinds.ts';
import { type Churn, openedByApi } from '../redis/connection-churn.ts';
import { comparableWith, type RedisSample } from '../redis/redis-sample.ts';
import { NO_REFUSALS, type Refusal } from '../redis/refusals.ts';
import { slowestCommand } from '../redis/slowest-command.ts';
import { SLOWEST_COMMAND } from '../summary/note-topics.ts';
import { isDecided, type Range } from '../verdict/range.ts';
import type { RuleTemplate } from '../verdict/rule.ts';
import type { DueRequests } from '../workload/due-requests.ts';
import { ClientWatch } from './client-watch.ts';
import { FleetWatch } from './fleet-watch.ts';
import { GrowthWatch } from './growth-watch.ts';
import { OpenWatch, type OpenWatchOptions } from './open-watch.ts';
import { PendingLooks } from './pending-looks.ts';
import { RefusalWatch } from './refusal-watch.ts';
import { SharedCount } from './shared-count.ts';
import type { RedisMetric, Tell } from './tell.ts';

/** Commands that take Redis so long one by one keep others waiting. */
const WORTH_A_WORD_MS = 5;

/** What the watch is told once. */
export interface RedisWatchOptions extends OpenWatchOptions {
  /** API_CLIENTS: a pattern, `*` where all clients are taken for those of the API. */
  readonly apiClients: string;
  /** With the settings that their thresholds name filled in. */
  readonly rules: readonly Pick<RuleTemplate, 'id' | 'threshold'>[];
  /** How many connections all instances of the API may open; undefined if not asked for. */
  readonly fleet: () => number | undefined;
}

/** What Redis told, and the looks that its INFO stands for: more than one when it was left out for being slow. */
export interface Told {
  readonly sample: RedisSample;
  readonly looks: number;
  /** Connections of our own, which the server counts among those that it received. */
  readonly ownConnections: number;
}

interface Look extends Told {
  readonly before: RedisSample;
  readonly atMs: number;
  /** What was asked of the API since the load began. */
  readonly due: DueRequests;
}

/** Turns what Redis tells at each look, against the last one and against the start of the load, into samples. */
export class RedisWatch {
  readonly #options: RedisWatchOptions;
  readonly #tell: Tell<'redis'>;
  readonly #clients: ClientWatch;
  readonly #open: OpenWatch;
  readonly #fleet: FleetWatch;
  readonly #growth: GrowthWatch;
  readonly #refusals: RefusalWatch;
  readonly #evictions: SharedCount;
  readonly #rejections: SharedCount;
  readonly #looksAtMemory: PendingLooks;
  readonly #looksAtLookups: PendingLooks;
  readonly #looksAtOpenings: PendingLooks;
  /** The last sample with INFO. */
  #previous: RedisSample | null = null;
  /** Connections of our own that were left out of those that Redis received. */
  #ownCounted = 0;
  /** Lookups of ours, and commands of ours that were refused, since the last INFO. */
  #own = { hits: 0, misses: 0, refusals: NO_REFUSALS };
  /** At how many looks each kind of command was the slowest. */
  readonly #looksSlowest = new Map<string, number>();
  readonly #sums = { hits: 0, misses: 0, received: 0, commands: 0 };

  constructor(options: RedisWatchOptions) {
    const { apiClients, tell } = options;
    this.#options = options;
    this.#tell = tell;
    this.#clients = new ClientWatch(apiClients);
    this.#open = new OpenWatch(options, this.#clients, (id, usual, range) => this.#isSettled(id, usual, range));
    this.#fleet = new FleetWatch(this.#clients, (share) => this.#isSettled('redis-fleet', 'max<=1', share), tell);
    this.#growth = new GrowthWatch(tell);
    this.#refusals = new RefusalWatch(tell);
    this.#evictions = new SharedCount('evictions', ['redis_keys_evicted', 'redis_unattributed_evictions'], tell);
    this.#rejections = new SharedCount(
      'rejections',
      ['redis_connections_rejected', 'redis_unattributed_rejections'],
      tell,
    );
    this.#looksAtMemory = new PendingLooks('memory', tell);
    this.#looksAtLookups = new PendingLooks('lookups', tell);
    this.#looksAtOpenings = new PendingLooks('reuse', tell);
  }

  /** A GET of ours: Redis counts it among the hits, or among the misses. */
  addOwnGet(hasHit: boolean): void {
    this.#own[hasHit ? 'hits' : 'misses'] += 1;
  }

  /** A command of ours that Redis refused because of its state. */
  addOwnRefusal(kind: Refusal): void {
    const { refusals } = this.#own;
    this.#own.refusals = { ...refusals, [kind]: refusals[kind] + 1 };
  }

  /**
   * What Redis told at a moment.
   *
   * @param start Redis before the load; null where nobody knows
   * @param atMs since the load began
   */
  add(told: Told, start: RedisSample | null, atMs: number, due: DueRequests): void {
    const { sample: now, looks } = told;
    this.#add('redis_connections', now.connections);
    this.#open.add(now, looks, atMs);
    if (!now.hasInfo) return;
    const last = this.#previous ?? (start?.hasInfo ? start : null);
    const before = last && comparableWith(now, last);
    const own = this.#own;
    this.#previous = now;
    this.#own = { hits: 0, misses: 0, refusals: NO_REFUSALS };
    this.#tell('redis_observations', looks, { of: 'info' });
    this.#fleet.add(now, looks, this.#options.fleet());
    if (start === null || before === null) return;
    this.#tell('redis_observations', looks, { of: 'growth' });
    this.#growth.add(now, atMs);
    this.#add('redis_keys_growth', difference(now.keys, start.keys));
    this.#add('redis_lasting_keys_growth', difference(now.lastingKeys, start.lastingKeys));
    const look = { ...told, before, atMs, due };
    this.#addOpenings(look);
    // Who was at work meanwhile is known from here on.
    this.#addMemory(difference(now.usedMemoryBytes, start.usedMemoryBytes), looks);
    const { wereOthersAtWork, wereOthersThere } = this.#clients;
    this.#evictions.add(increase(now.evictedKeysTotal, before.evictedKeysTotal), looks, wereOthersAtWork);
    this.#addLookups(look, own);
    this.#refusals.add([before, now], own.refusals, looks, wereOthersAtWork);
    if (now.refusedLoginsTotal !== undefined && !wereOthersThere)
      this.#tell('redis_logins_refused', increase(now.refusedLoginsTotal, before.refusedLoginsTotal));
    const rejected = increase(now.rejectedConnectionsTotal, before.rejectedConnectionsTotal);
    this.#rejections.add(rejected, looks, wereOthersThere);
    this.#tell('redis_keys_expired', increase(now.expiredKeysTotal, before.expiredKeysTotal));
    this.#addServerTime(look);
    this.#addCommands(look, own);
  }

  /**
   * Whether a rise of connections is the API's: where others may be among them, only if the rule comes to the same without it.
   */
  isConnectionRiseOfApi(ruleId: string, rise: number, { clients }: RedisSample): boolean {
    const isShared = clients === undefined || (!this.#clients.areNamed && kindsOf(clients.api).size > 1);
    const isOfApi = this.#isRiseOfApi(ruleId, rise, isShared);
    if (!isOfApi) this.#tell('redis_unattributed_open', rise);
    return isOfApi;
  }

  /** The same of memory, which is anybody's where others have worked since the load began. */
  isMemoryRiseOfApi(ruleId: string, riseBytes: number): boolean {
    const isOfApi = this.#isRiseOfApi(ruleId, riseBytes, this.#clients.haveOthersWorked);
    if (!isOfApi) this.#tell('redis_unattributed_memory_bytes', riseBytes);
    return isOfApi;
  }

  #isRiseOfApi(ruleId: string, rise: number, isShared: boolean): boolean {
    const range = { least: isShared ? Math.min(0, rise) : rise, most: rise };
    const rule = this.#options.rules.find(({ id }) => id === ruleId);
    return rule === undefined || isDecided(range, rule.threshold);
  }

  /** How long a command took Redis itself, and how much of the time it was at work: one command at a time. */
  #addServerTime({ sample: now, before }: Look): void {
    const calls = increase(now.commandCallsTotal, before.commandCallsTotal);
    const workedMs = increase(now.commandMicrosecondsTotal, before.commandMicrosecondsTotal) / 1_000;
    if (calls > 0) this.#tell('redis_server_time', workedMs / calls);
    this.#addSlowest(now, before);
    const sinceMs = now.toldAtMs - before.toldAtMs;
    if (calls > 0 && sinceMs > 0) this.#tell('redis_busy_share', workedMs / sinceMs);
  }

  #addSlowest(now: RedisSample, before: RedisSample): void {
    const slowest = slowestCommand(now, before);
    this.#add('redis_slowest_command', slowest?.meanMs);
    if (slowest === undefined || slowest.meanMs < WORTH_A_WORD_MS) return;
    const looks = this.#looksSlowest;
    const most = Math.max(0, ...looks.values());
    looks.set(slowest.name, (looks.get(slowest.name) ?? 0) + 1);
    // One that met a pause was the slowest once.
    if ((looks.get(slowest.name) ?? 0) > most) this.#options.note(SLOWEST_COMMAND, slowest.name);
  }

  /** Each GET of ours comes with a SET and a DEL. */
  #addCommands({ sample: now, before }: Look, own: { readonly hits: number; readonly misses: number }): void {
    if (now.commandCallsTotal === undefined || before.commandCallsTotal === undefined) return;
    const calls = increase(now.commandCallsTotal, before.commandCallsTotal);
    this.#sums.commands += Math.max(0, calls - 3 * (own.hits + own.misses));
    const { commandsOfOthers } = this.#clients;
    this.#tell('redis_unattributed_commands', commandsOfOthers === null ? this.#sums.commands : 0);
    if (commandsOfOthers !== null)
      this.#tell('redis_api_commands', Math.max(0, this.#sums.commands - commandsOfOthers));
  }

  /** Memory above that before the load. Where others were at work since, the part of the API is anything up to all of it. */
  #addMemory(growthBytes: number | undefined, looks: number): void {
    if (growthBytes === undefined) return;
    const least = this.#clients.haveOthersWorked ? Math.min(0, growthBytes) : growthBytes;
    const isTold = this.#isSettled('redis-memory-growth', 'max<10485760', { least, most: growthBytes });
    this.#looksAtMemory.add(looks, isTold);
    this.#tell(isTold ? 'redis_memory_growth_bytes' : 'redis_unattributed_memory_bytes', growthBytes);
  }

  #addLookups(
    { sample: now, before, looks, due }: Look,
    own: { readonly hits: number; readonly misses: number },
  ): void {
    const hits = Math.max(0, increase(now.keyspaceHitsTotal, before.keyspaceHitsTotal) - own.hits);
    const misses = Math.max(0, increase(now.keyspaceMissesTotal, before.keyspaceMissesTotal) - own.misses);
    this.#sums.hits += hits;
    this.#sums.misses += misses;
    this.#tell('redis_keyspace_hits', hits);
    this.#tell('redis_keyspace_misses', misses);
    this.#tell('redis_lookups', hits + misses);
    this.#tell('redis_misses_at_once', misses);
    const use = cacheUse({
      hits: this.#sums.hits,
      misses: this.#sums.misses,
      othersCommands: this.#clients.commandsOfOthers,
      othersEvictions: this.#evictions.ofAnybody,
      ...due,
      requests: due.cacheRequests,
    });
    const areTold =
      use.isUsed &&
      this.#isSettled('redis-warm-hit-rate', 'value>=0.9', use.warmHits) &&
      this.#isSettled('redis-miss-share', 'value<=0.2', use.misses);
    this.#looksAtLookups.add(looks, areTold);
    if (use.isUsed) this.#tell('redis_unexplained_share', areTold ? 0 : use.unexplainedShare);
    if (!areTold) return;
    this.#tell('redis_warm_hit_rate', use.warmHits.least);
    this.#tell('redis_miss_share', use.misses.most);
  }

  #addOpenings({ sample: now, before, looks, ownConnections, atMs, due: { requests } }: Look): void {
    // Our own connections are opened between the start and the first observation, but for one that turns out to be needed.
    const own = Math.max(0, ownConnections - this.#ownCounted);
    this.#ownCounted = Math.max(this.#ownCounted, ownConnections);
    const received = Math.max(0, increase(now.receivedConnectionsTotal, before.receivedConnectionsTotal) - own);
    const named = increase(now.namedConnectionsTotal, before.namedConnectionsTotal);
    const sinceBeforeMs = now.toldAtMs - before.askedAtMs;
    const churn = this.#clients.add(now, { received, named, sinceBeforeMs }, atMs);
    const { areToldApart } = this.#clients;
    const opened = this.#openedBy(churn, requests);
    const ofApi = areToldApart ? Math.max(0, opened.least - this.#sums.received) : received;
    this.#tell('redis_connections_received', ofApi);
    this.#sums.received = Math.max(this.#sums.received, opened.least);
    const perConnection = { least: requests / Math.max(1, opened.most), most: requests / Math.max(1, opened.least) };
    // Requests of an API that was never here say nothing about connections.
    const areTold =
      (this.#open.haveSeenApi || opened.least > 0) && this.#isSettled('redis-reuse', 'value>=2', perConnection);
    this.#looksAtOpenings.add(looks, areTold);
    this.#tell('redis_unattributed_connections', areTold ? 0 : opened.most - opened.least);
    if (areTold) this.#tell('redis_requests_per_connection', perConnection.least);
  }

  /** Of several kinds that are at work, any may have opened them. */
  #openedBy(churn: Churn, requests: number): Range {
    const { areToldApart, areNamed, haveOthersWorked } = this.#clients;
    const opened = openedByApi(churn, areToldApart, requests);
    return !areNamed && haveOthersWorked ? { ...opened, least: 0 } : opened;
  }

  /** Whether a rule comes to the same wherever the number lies; a profile without the rule takes the usual threshold. */
  #isSettled(ruleId: string, usual: string, range: Range): boolean {
    const rule = this.#options.rules.find(({ id }) => id === ruleId);
    return isDecided(range, rule?.threshold ?? usual);
  }

  #add(metric: RedisMetric, value: number | undefined): void {
    if (value !== undefined) this.#tell(metric, value);
  }
}

function difference(now: number | undefined, then: number | undefined): number | undefined {
  return now === undefined || then === undefined ? undefined : now - then;
}

/** By how much a total grew; a total that fell started again from 0, because the server restarted. */
function increase(now: number | undefined, before: number | undefined): number {
  if (now === undefined || before === undefined) return 0;
  return now >= before ? now - before : now;
}
