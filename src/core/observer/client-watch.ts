import { kindsAtWork, kindsOf } from '../redis/client-kinds.ts';
import { type Churn, NO_CHURN, withLook } from '../redis/connection-churn.ts';
import type { RedisSample } from '../redis/redis-sample.ts';
import {
  type ClientLook,
  commandsOfOthers,
  isIntroduced,
  type SeenClients,
  wereOthersAtWork,
} from '../redis/seen-clients.ts';

/**
 * Follows the clients of Redis from look to look: who was there at the last one, and what came of it since the load began. Without
 * API_CLIENTS all are taken for the API's, unless they are of several kinds, or nobody lists them: then any of them may be others.
 */
export class ClientWatch {
  /** Whether API_CLIENTS names the clients of the API. */
  readonly areNamed: boolean;
  #before: SeenClients | undefined;
  /** Whether Redis ever listed its clients: a look without a list between others tells nothing new. */
  #areListed = false;
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
    this.#wereAtWork = this.areNamed ? wereOthersAtWork(look) : wereSeveralAtWork(look);
    this.#haveWorked ||= this.#wereAtWork;
    this.#wereThere = this.areNamed ? wereOthersThere(look) : areSeveral(look.now) || areSeveral(look.before);
    this.#othersCommands = plus(
      this.#othersCommands,
      this.areNamed ? commandsOfOthers(look) : this.#wereAtWork ? null : 0,
    );
    this.#before = sample.clients;
    this.#areListed ||= sample.clients !== undefined;
    return this.#churn;
  }

  /** Whether API_CLIENTS tells the connections of the API from those of others. */
  get areToldApart(): boolean {
    return this.areNamed && this.#before !== undefined;
  }

  /** The most commands that others sent so far; null: some, and it is not known how many. */
  get commandsOfOthers(): number | null {
    return this.#mayBeAnybodys ? null : this.#othersCommands;
  }

  /** Whether others sent commands between the last two looks, or may have. */
  get wereOthersAtWork(): boolean {
    return this.#mayBeAnybodys || this.#wereAtWork;
  }

  /** Whether they did at any time since the load began. */
  get haveOthersWorked(): boolean {
    return this.#mayBeAnybodys || this.#haveWorked;
  }

  /** Whether others were connected at the last look or the one before: who was rejected shows nowhere. */
  get wereOthersThere(): boolean {
    return this.#mayBeAnybodys || this.#wereThere;
  }

  /** Whether nothing tells the API from others, nor whether there are any. */
  get #mayBeAnybodys(): boolean {
    return !this.areNamed && !this.#areListed;
  }
}

function wereOthersThere({ before, now }: ClientLook): boolean {
  return now === undefined || [...now.others, ...(before?.others ?? [])].some(isIntroduced);
}

function wereSeveralAtWork({ now, sinceBeforeMs }: ClientLook): boolean {
  return kindsAtWork(now?.api ?? [], sinceBeforeMs).length > 1;
}

function areSeveral(clients: SeenClients | undefined): boolean {
  return kindsOf(clients?.api ?? []).size > 1;
}

function plus(sum: number | null, more: number | null): number | null {
  return sum === null || more === null ? null : sum + more;
}
