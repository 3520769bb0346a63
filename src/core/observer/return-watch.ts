import { kindsAtWork, kindsOf } from '../redis/client-kinds.ts';
import type { RedisSample } from '../redis/redis-sample.ts';
import { areBusy, type SeenClient, type SeenClients } from '../redis/seen-clients.ts';

/**
 * Tells whether the API has come back to a Redis that was away. Without API_CLIENTS it may be any of the kinds of clients that were
 * at work before, so it surely has once all of them have.
 */
export class ReturnWatch {
  readonly #areNamed: boolean;
  #before: ReadonlyMap<string, readonly SeenClient[]> = new Map();
  #haveOthersBeen = false;
  #hasAsked = false;
  #firstLookMs: number | undefined;

  constructor(apiClients: string) {
    this.#areNamed = apiClients !== '*';
  }

  /** Who was there before Redis went away. @param atMs since the load began */
  addBefore({ clients }: RedisSample, atMs: number): void {
    if (clients === undefined || clients.api.length === 0) return;
    const atWork = kindsAtWork(clients.api, atMs).flat();
    // An API under load asks for data; who looked at how the server is does not serve requests.
    const asking = atWork.filter(({ asks }) => asks);
    this.#before = kindsOf([asking, atWork, clients.api].find(({ length }) => length > 0) ?? []);
  }

  /** A look after the return. @returns whether it saw a connection that is surely the API's */
  add({ clients }: RedisSample, sinceReturnMs: number): boolean {
    this.#haveOthersBeen ||= clients === undefined || this.#hasOthers(clients);
    // A Redis that hung answers first what it was asked meanwhile, by clients that may have left.
    this.#firstLookMs ??= sinceReturnMs;
    const askedWithinMs = sinceReturnMs - this.#firstLookMs;
    if (clients === undefined) return false;
    const asking = clients.api.filter((client) => client.asks && areBusy([client], askedWithinMs));
    this.#hasAsked ||= askedWithinMs > 0 && this.#isApiAmong(asking);
    return this.#isApiAmong(clients.api);
  }

  /** Whether what was looked up since may be of others. */
  get isInDoubt(): boolean {
    return this.#haveOthersBeen && !this.#hasAsked;
  }

  #isApiAmong(clients: readonly SeenClient[]): boolean {
    if (this.#areNamed) return clients.length > 0;
    const kinds = kindsOf(clients);
    return this.#before.size > 0 && [...this.#before.keys()].every((kind) => kinds.has(kind));
  }

  #hasOthers({ api, others }: SeenClients): boolean {
    if (this.#areNamed) return others.length > 0;
    return new Set([...this.#before.keys(), ...kindsOf(api).keys()]).size > 1;
  }
}
