import { lastThird, type Point } from '../evidence/slope.ts';
import { countOfOneOrAll, kindsOf } from '../redis/client-kinds.ts';
import type { RedisSample } from '../redis/redis-sample.ts';
import type { SeenClient, SeenClients } from '../redis/seen-clients.ts';
import { BLOCKED_CLIENTS, CLIENT_KINDS } from '../summary/note-topics.ts';
import type { Range } from '../verdict/range.ts';
import type { ClientWatch } from './client-watch.ts';
import { tellRise } from './growth-watch.ts';
import { PendingLooks } from './pending-looks.ts';
import type { Tell } from './tell.ts';

/** More would be no help to who has to tell them apart. */
const KINDS_TOLD = 6;

/** What the watch is told once. */
export interface OpenWatchOptions {
  /** EXPECTED_MAX_CONNECTIONS. */
  readonly expectedMaxConnections: number;
  readonly tell: Tell<'redis'>;
  /** Keeps a text for the report. */
  readonly note: (topic: string, text: string) => void;
}

/** Follows how many connections are open at each look, how many of them wait in a blocking command, and whose they are. */
export class OpenWatch {
  readonly #options: OpenWatchOptions;
  readonly #areNamed: boolean;
  readonly #isSettled: (ruleId: string, usual: string, range: Range) => boolean;
  readonly #looksAtBlocked: PendingLooks;
  readonly #looksAtConnections: PendingLooks;
  readonly #apiConnections: Point[] = [];
  /** What connections were told apart by so far. */
  readonly #kinds = new Set<string>();
  #haveSeenApi = false;

  /** @param isSettled whether a rule comes to the same wherever in its range a number lies */
  constructor(
    options: OpenWatchOptions,
    { areNamed }: Pick<ClientWatch, 'areNamed'>,
    isSettled: (ruleId: string, usual: string, range: Range) => boolean,
  ) {
    this.#options = options;
    this.#areNamed = areNamed;
    this.#isSettled = isSettled;
    this.#looksAtBlocked = new PendingLooks('blocked', options.tell);
    this.#looksAtConnections = new PendingLooks('connections', options.tell);
  }

  /** Whether a connection of the API was ever there. */
  get haveSeenApi(): boolean {
    return this.#haveSeenApi;
  }

  /** @param atMs since the load began */
  add(sample: RedisSample, looks: number, atMs: number): void {
    this.#noteKinds(sample);
    this.#addBlocked(sample, looks, atMs);
    this.#addApiConnections(sample, looks, atMs);
  }

  /** Where all connections are taken for those of the API, they may be of several applications. */
  #noteKinds({ clients }: RedisSample): void {
    if (this.#areNamed) return;
    const before = this.#kinds.size;
    for (const kind of kindsOf(clients?.api ?? []).keys()) if (this.#kinds.size < KINDS_TOLD) this.#kinds.add(kind);
    if (this.#kinds.size > Math.max(1, before)) this.#options.note(CLIENT_KINDS, [...this.#kinds].join(', '));
  }

  #addBlocked({ clients, blockedClients: count, blockedInWords }: RedisSample, looks: number, atMs: number): void {
    const { tell, note } = this.#options;
    if (count === undefined) return;
    const ofApi = this.#ofApi(clients, count, atMs, ({ isBlocked = false }) => isBlocked);
    const isTold = this.#isSettled('redis-blocked-clients', 'max<1', ofApi);
    this.#looksAtBlocked.add(clients === undefined ? looks : 1, isTold);
    tell('redis_unattributed_blocked', isTold ? 0 : count);
    if (!isTold) return;
    tell('redis_blocked_clients', count);
    if (blockedInWords !== '') note(BLOCKED_CLIENTS, blockedInWords);
  }

  #addApiConnections(sample: RedisSample, looks: number, atMs: number): void {
    const { tell, expectedMaxConnections } = this.#options;
    const { apiConnections: listed, connections: all, multiplexingConnections, clients } = sample;
    // Without CLIENT LIST all connections stand for those of the API, but only if no pattern tells them apart.
    const count = listed ?? (this.#areNamed ? undefined : all);
    if (count === undefined) return;
    this.#haveSeenApi ||= count > 0;
    const ofApi = this.#ofApi(clients, count, atMs);
    const isTold = this.#isSettled('redis-connections', `max<=${expectedMaxConnections}`, ofApi);
    // Where nobody was ever seen, nothing says that the API uses this Redis, or that the pattern is right.
    this.#looksAtConnections.add(listed === undefined ? looks : 1, this.#haveSeenApi && isTold);
    tell('redis_unattributed_open', isTold ? 0 : count);
    if (!isTold) return;
    tell('redis_api_connections', count);
    if (multiplexingConnections !== undefined) tell('redis_multiplexing_connections', multiplexingConnections);
    this.#apiConnections.push({ atMs, value: count });
    tellRise(tell, 'redis_api_connections_per_minute', this.#apiConnections);
    tellRise(tell, 'redis_api_connections_late_per_minute', lastThird(this.#apiConnections));
  }

  /** What is known of the API's part of a count: all where a pattern tells it, any part where Redis does not list who is there. */
  #ofApi(
    clients: SeenClients | undefined,
    count: number,
    atMs: number,
    isCounted?: (client: SeenClient) => boolean,
  ): Range {
    if (clients === undefined) return { least: 0, most: count };
    return this.#areNamed ? { least: count, most: count } : countOfOneOrAll(clients.api, atMs, isCounted);
  }
}
