import type { RedisSample } from '../redis/redis-sample.ts';
import type { Range } from '../verdict/range.ts';
import type { ClientWatch } from './client-watch.ts';
import { PendingLooks } from './pending-looks.ts';
import type { Tell } from './tell.ts';

/** Follows whether all instances of the API together would find room in Redis, beside those who are there already. */
export class FleetWatch {
  readonly #clients: Pick<ClientWatch, 'areNamed'>;
  readonly #isSettled: (share: Range) => boolean;
  readonly #tell: Tell<'redis'>;
  readonly #looks: PendingLooks;

  /** @param isSettled whether a share of the room comes to the same verdict wherever it lies */
  constructor(clients: Pick<ClientWatch, 'areNamed'>, isSettled: (share: Range) => boolean, tell: Tell<'redis'>) {
    this.#clients = clients;
    this.#isSettled = isSettled;
    this.#tell = tell;
    this.#looks = new PendingLooks('fleet', tell);
  }

  /** @param fleet connections that all instances may open; undefined if not asked for */
  add(sample: RedisSample, looks: number, fleet: number | undefined): void {
    const { maxClients } = sample;
    if (fleet === undefined) return;
    if (maxClients === undefined) {
      this.#looks.add(looks, false);
      return;
    }
    const others = this.#othersIn(sample, maxClients);
    const shareBeside = (connections: number) => fleet / Math.max(1, maxClients - connections);
    const share = { least: shareBeside(others.least), most: shareBeside(others.most) };
    const isTold = this.#isSettled(share);
    this.#looks.add(looks, isTold);
    this.#tell('redis_unattributed_to_fleet', isTold ? 0 : others.most);
    this.#tell('redis_maxclients', maxClients);
    this.#tell('redis_fleet_connections', fleet);
    if (!isTold) return;
    this.#tell('redis_other_connections', others.least);
    this.#tell('redis_fleet_share', share.least);
  }

  /** Without a pattern that tells them apart, any of the connections may be of others, or none. */
  #othersIn({ connections, apiConnections }: RedisSample, maxClients: number): Range {
    if (connections === undefined) return { least: 0, most: maxClients };
    if (!this.#clients.areNamed || apiConnections === undefined) return { least: 0, most: connections };
    return { least: connections - apiConnections, most: connections - apiConnections };
  }
}
