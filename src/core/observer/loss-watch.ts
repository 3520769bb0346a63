import { newcomers, type SeenClient, type SeenClients } from '../redis/seen-clients.ts';
import type { Tell } from './tell.ts';

/**
 * Notices when not one connection of the API is left of those at the look before: a pool that is in use closes some, and a fault
 * of the way to Redis, or somebody in between, all of them.
 */
export class LossWatch {
  readonly #tell: Tell<'redis'>;
  #before: readonly SeenClient[] = [];
  #beforeMs = 0;

  constructor(tell: Tell<'redis'>) {
    this.#tell = tell;
  }

  /**
   * @param clients who is connected; undefined where Redis does not tell
   * @param nowMs since the run began
   */
  add(clients: SeenClients | undefined, nowMs: number): void {
    if (clients === undefined) return;
    const gone = newcomers(clients.api, this.#before).length;
    if (gone > 0 && gone === this.#before.length) {
      this.#tell('redis_api_connections_lost', gone);
      this.#tell('redis_api_lost_at', this.#beforeMs);
      this.#tell('redis_api_lost_at', nowMs);
    }
    this.#before = clients.api;
    this.#beforeMs = nowMs;
  }
}
