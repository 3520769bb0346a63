import { Connection, type ConnectionOptions } from './connection.ts';
import type { GoUrl } from './go-url.ts';

/** The connections of one VU. */
export class ConnectionPool {
  readonly #options: ConnectionOptions;
  readonly #idlePerHost: number;
  readonly #countBytes: (sent: number, received: number) => void;
  readonly #idle = new Map<string, Connection[]>();

  /** @param idlePerHost How many idle connections are kept to one origin. */
  constructor(options: ConnectionOptions, idlePerHost: number, countBytes: (sent: number, received: number) => void) {
    this.#options = options;
    this.#idlePerHost = Math.max(1, idlePerHost);
    this.#countBytes = countBytes;
  }

  /** The idle connection that was used last, or a new one. */
  acquire(url: GoUrl): Connection {
    const idle = this.#idle.get(url.origin);
    for (let last = idle?.pop(); last !== undefined; last = idle?.pop()) if (!last.isLost) return last;
    return new Connection(url, this.#options, this.#countBytes);
  }

  /** Takes a connection back after an exchange that left it usable. */
  release(connection: Connection): void {
    connection.reportBytes();
    let idle = this.#idle.get(connection.origin);
    if (idle === undefined) {
      idle = [];
      this.#idle.set(connection.origin, idle);
    }
    if (idle.length < this.#idlePerHost) idle.push(connection);
    else connection.destroy();
  }

  closeIdle(): void {
    for (const connections of this.#idle.values()) for (const connection of connections) connection.destroy();
    this.#idle.clear();
  }
}
