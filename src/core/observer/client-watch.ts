import { type Churn, NO_CHURN, withLook } from '../redis/connection-churn.ts';
import type { RedisSample } from '../redis/redis-sample.ts';
import { type ClientLook, commandsOfOthers, type SeenClients, wereOthersAtWork } from '../redis/seen-clients.ts';

/** Follows the clients of Redis from look to look: who was there at the last one, and what came of it since the load began. */
export class ClientWatch {
  /** Whether API_CLIENTS names the clients of the API. */
  readonly areNamed: boolean;
  #before: SeenClients | undefined;
  #churn: Churn = NO_CHURN;
  #othersCommands: number | null = 0;
  #wereAtWork = false;
  #haveWorked = false;
  #wereThere = false;

  constructor(apiClients: string) {
    this.areNamed = apiClients !== '*';
  }

  /**
   * Connections since the load began, with those of this look.
   *
   * @param since the last one, or the start: how long ago it began, and what Redis counted meanwhile
   */
  add(sample: RedisSample, since: Omit<ClientLook, 'before' | 'now'>, atMs: number): Churn {
    const look = { before: this.#before, now: sample.clients, ...since };
    this.#churn = withLook(this.#churn, look, sample.connections ?? 0, atMs);
    const commands = commandsOfOthers(look);
    this.#wereAtWork = wereOthersAtWork(look);
    this.#haveWorked ||= this.#wereAtWork;
    this.#wereThere =
      sample.clients === undefined || sample.clients.others.length + (this.#before?.others.length ?? 0) > 0;
    this.#othersCommands = this.#othersCommands === null || commands === null ? null : this.#othersCommands + commands;
    this.#before = sample.clients;
    return this.#churn;
  }

  /** Whether API_CLIENTS tells the connections of the API from those of others. */
  get areToldApart(): boolean {
    return this.areNamed && this.#before !== undefined;
  }

  /** The most commands that others sent so far; null: some, and it is not known how many. Where all are the API's: none. */
  get commandsOfOthers(): number | null {
    return this.areNamed ? this.#othersCommands : 0;
  }

  /** Whether others sent commands between the last two looks, or may have. */
  get wereOthersAtWork(): boolean {
    return this.areNamed && this.#wereAtWork;
  }

  /** Whether they did at any time since the load began. */
  get haveOthersWorked(): boolean {
    return this.areNamed && this.#haveWorked;
  }

  /** Whether others were connected at the last look or the one before: who was rejected shows nowhere. */
  get wereOthersThere(): boolean {
    return this.areNamed && this.#wereThere;
  }
}
