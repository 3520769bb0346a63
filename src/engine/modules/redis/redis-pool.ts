import { setTimeout as sleep } from 'node:timers/promises';
import { addDeadline, Deadline, removeDeadline } from '../http/deadlines.ts';
import { RedisConnection, type RedisEnvironment } from './redis-connection.ts';
import { poolTimeoutFailure, RedisFailure } from './redis-failure.ts';
import type { RedisOptions } from './redis-options.ts';

// go-redis v9, internal/pool: every try to get a connection dials up to five times.
const DIAL_ATTEMPTS = 5;
const DIAL_PAUSE_MS = 100;

/** The connections of one client: opened on demand, one command each, with go-redis's retries. */
export class RedisPool {
  readonly #options: RedisOptions;
  readonly #environment: RedisEnvironment;
  readonly #idle: RedisConnection[] = [];
  readonly #open = new Set<RedisConnection>();
  readonly #waiting: Waiter[] = [];
  #size = 0;
  #isClosed = false;

  constructor(options: RedisOptions, environment: RedisEnvironment) {
    this.#options = options;
    this.#environment = environment;
  }

  /** Runs a command, again after a network failure if the options allow. @throws {RedisFailure} */
  async run(command: readonly string[]): Promise<unknown> {
    for (let retry = 0; ; retry++) {
      if (retry > 0) await sleep(this.#backoffMs(retry));
      try {
        return await this.#runOnce(command);
      } catch (error) {
        const mayRetry = error instanceof RedisFailure && error.isRetryable && !this.#isClosed;
        if (!mayRetry || retry >= this.#options.maxRetries) throw error;
      }
    }
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#open) connection.close();
    this.#idle.length = 0;
    for (const waiter of this.#waiting.splice(0)) waiter.expire();
  }

  async #runOnce(command: readonly string[]): Promise<unknown> {
    const connection = await this.#acquire();
    try {
      return await connection.run(command);
    } finally {
      this.#release(connection);
    }
  }

  async #acquire(): Promise<RedisConnection> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (this.#isFresh(idle)) return idle;
      this.#discard(idle);
    }
    if (this.#size >= this.#options.poolSize) {
      const connection = await new Promise<RedisConnection | undefined>((resolve, reject) => {
        this.#waiting.push(new Waiter(this.#options.poolTimeoutMs, this.#waiting, resolve, reject));
      });
      if (connection !== undefined) return connection;
    } else {
      this.#size++;
    }
    return this.#dial();
  }

  /** The place in the pool is taken already; it is given back on failure. */
  async #dial(): Promise<RedisConnection> {
    for (let attempt = 1; ; attempt++) {
      try {
        const connection = await RedisConnection.open(this.#options, this.#environment);
        this.#open.add(connection);
        if (this.#isClosed) connection.close();
        return connection;
      } catch (error) {
        // What the server refuses, such as a password, is not asked again.
        const isFinal = !(error instanceof RedisFailure) || !error.isRetryable || this.#isClosed;
        if (isFinal || attempt >= DIAL_ATTEMPTS) {
          this.#free();
          throw error;
        }
        await sleep(DIAL_PAUSE_MS);
      }
    }
  }

  #release(connection: RedisConnection): void {
    if (!this.#isFresh(connection)) {
      this.#discard(connection);
      return;
    }
    connection.idleSince = performance.now();
    const waiter = this.#waiting.shift();
    if (waiter === undefined) this.#idle.push(connection);
    else waiter.serve(connection);
  }

  #isFresh(connection: RedisConnection): boolean {
    const now = performance.now();
    const { connectionMaxIdleMs, connectionMaxLifetimeMs } = this.#options;
    if (!connection.isOpen || now - connection.openedAt > connectionMaxLifetimeMs) return false;
    return connection.idleSince === 0 || now - connection.idleSince <= connectionMaxIdleMs;
  }

  #discard(connection: RedisConnection): void {
    connection.close();
    this.#open.delete(connection);
    this.#free();
  }

  // The next in line gets the place and dials for itself.
  #free(): void {
    const waiter = this.#waiting.shift();
    if (waiter === undefined) this.#size--;
    else waiter.serve(undefined);
  }

  #backoffMs(retry: number): number {
    const { minRetryBackoffMs, maxRetryBackoffMs } = this.#options;
    const base = minRetryBackoffMs * 2 ** retry;
    return Math.min(maxRetryBackoffMs, minRetryBackoffMs + Math.random() * base);
  }
}

class Waiter extends Deadline {
  readonly dueAt: number;
  readonly #queue: Waiter[];
  readonly #resolve: (connection: RedisConnection | undefined) => void;
  readonly #reject: (error: Error) => void;

  constructor(
    timeoutMs: number,
    queue: Waiter[],
    resolve: (connection: RedisConnection | undefined) => void,
    reject: (error: Error) => void,
  ) {
    super();
    this.dueAt = performance.now() + timeoutMs;
    this.#queue = queue;
    this.#resolve = resolve;
    this.#reject = reject;
    if (Number.isFinite(timeoutMs)) addDeadline(this);
  }

  serve(connection: RedisConnection | undefined): void {
    removeDeadline(this);
    this.#resolve(connection);
  }

  expire(): void {
    removeDeadline(this);
    const at = this.#queue.indexOf(this);
    if (at !== -1) this.#queue.splice(at, 1);
    this.#reject(poolTimeoutFailure());
  }
}
