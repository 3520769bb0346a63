import { type Redis, ReplyError } from 'ioredis';
import { Pool, TimeoutError } from 'tarn';
import type { PoolFaults } from '../../faults/pool-faults.ts';
import { errorText } from '../error-text.ts';
import { type Log, limitRate } from '../log.ts';
import { urlWithoutCredentials } from '../url-without-credentials.ts';
import { type BreakerState, CircuitBreaker } from './circuit-breaker.ts';
import { openConnection } from './open-connection.ts';

/** How long it may take to open a connection, to get an answer, and to be lent a connection. */
const TIMEOUTS_MS = { connect: 300, command: 200, acquire: 500 };
const CLOSE_TIMEOUT_MS = 1000;

export interface RedisPoolOptions {
  url: string;
  /** The most connections open at a time. */
  size: number;
  /** How long a connection may lie idle before it is closed. */
  idleMs?: number;
  /** For those who can wait for longer than an API should. */
  timeoutsMs?: typeof TIMEOUTS_MS;
  log: Log;
  /** What is broken on purpose. */
  faults?: PoolFaults | undefined;
}

/** The state of the pool now, and what it saw since the start. Acquiring includes failed tries. */
export interface PoolFigures {
  size: number;
  open: number;
  inUse: number;
  idle: number;
  waiting: number;
  acquireLastMs: number;
  acquireMeanMs: number;
  acquireMaxMs: number;
  /** Loans that ended, and how long all of them together held a connection. */
  loans: number;
  heldMs: number;
  connects: number;
  connectFailures: number;
  breaker: BreakerState;
}

export interface RedisPool {
  /** Lends a connection to `command`; rejects when Redis or the pool cannot serve it in time. */
  use<T>(command: (redis: Redis) => Promise<T>): Promise<T>;
  figures(): PoolFigures;
  /** Waits about a second for lent connections, then closes all. */
  close(): Promise<void>;
}

/** Creates a pool that opens connections when they are needed and closes them when they are not. */
export function createRedisPool(options: RedisPoolOptions): RedisPool {
  const { url, size, idleMs = 3000, timeoutsMs = TIMEOUTS_MS, log, faults } = options;
  const address = urlWithoutCredentials(url);
  const warnConnectFailure = limitRate(log.warn, 1000);
  const connections = new Set<Redis>();
  /** Being closed, which takes a moment; not to be lent in it. */
  const retired = new WeakSet<Redis>();
  /** Never returned, and unknown to the pool by now; only a fault loses one. */
  const leaked = new Set<Redis>();
  const acquires = { count: 0, lastMs: 0, sumMs: 0, maxMs: 0 };
  const ended = { loans: 0, heldMs: 0 };
  let connects = 0;
  let connectFailures = 0;

  const breaker = new CircuitBreaker({
    failureLimit: 3,
    openMs: 1000,
    // Redis that says no is up, and so may be Redis when all connections are lent.
    isOutage: (error) => !(error instanceof ReplyError || error instanceof TimeoutError),
    onChange: (state) => {
      if (state === 'half-open') log.info('retrying redis', { redis: address });
      else log.warn(`redis circuit breaker ${state}`, { redis: address });
    },
  });

  async function connect(): Promise<Redis> {
    try {
      const redis = await openConnection(url, {
        ...timeoutsMs,
        command: faults?.commandTimeoutMs ?? timeoutsMs.command,
      });
      connects += 1;
      connections.add(redis);
      redis.once('end', () => {
        connections.delete(redis);
        leaked.delete(redis);
      });
      log.info('redis connected', { redis: address, open: connections.size });
      return redis;
    } catch (error) {
      connectFailures += 1;
      warnConnectFailure('redis connect failed', { redis: address, error: errorText(error) });
      throw error;
    }
  }

  const pool = new Pool<Redis>({
    min: 0,
    max: size,
    create: connect,
    destroy: (redis) => {
      if (!leaked.has(redis)) redis.disconnect();
    },
    validate: (redis) => redis.status === 'ready' && !retired.has(redis) && !leaked.has(redis),
    acquireTimeoutMillis: timeoutsMs.acquire,
    createTimeoutMillis: timeoutsMs.acquire,
    idleTimeoutMillis: idleMs,
    reapIntervalMillis: 250,
    // Each failed connect ends one waiting request; the next in line tries at once, so that a burst drains quickly.
    propagateCreateError: true,
    createRetryIntervalMillis: 1,
  });

  async function acquire(): Promise<Redis> {
    const startMs = performance.now();
    try {
      if (faults?.refusesToWait && pool.numUsed() >= size) throw new TimeoutError('no connection is free');
      return await pool.acquire().promise;
    } finally {
      const elapsedMs = performance.now() - startMs;
      acquires.count += 1;
      acquires.lastMs = elapsedMs;
      acquires.sumMs += elapsedMs;
      acquires.maxMs = Math.max(acquires.maxMs, elapsedMs);
    }
  }

  async function withConnection<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = await acquire();
    const lentAtMs = performance.now();
    try {
      return await (faults === undefined ? command(redis) : faults.run(redis, command));
    } catch (error) {
      // A connection that timed out or broke is not lent again: the pool finds it retired and replaces it.
      if (!(error instanceof ReplyError)) retire(redis);
      throw error;
    } finally {
      ended.loans += 1;
      ended.heldMs += performance.now() - lentAtMs;
      takeBack(redis);
    }
  }

  function takeBack(redis: Redis): void {
    const end = faults?.endLoan() ?? 'reuse';
    if (end === 'keep') return;
    if (end === 'leak' && connections.has(redis)) leaked.add(redis);
    if (end === 'close') retire(redis);
    pool.release(redis);
  }

  function retire(redis: Redis): void {
    retired.add(redis);
    redis.disconnect();
  }

  return {
    use: (command) => breaker.run(() => withConnection(command)),

    figures() {
      const inUse = Math.min(pool.numUsed() + leaked.size, connections.size);
      return {
        size,
        open: connections.size,
        inUse,
        idle: connections.size - inUse,
        waiting: pool.numPendingAcquires(),
        acquireLastMs: roundMs(acquires.lastMs),
        acquireMeanMs: roundMs(acquires.sumMs / Math.max(acquires.count, 1)),
        acquireMaxMs: roundMs(acquires.maxMs),
        loans: ended.loans,
        heldMs: roundMs(ended.heldMs),
        connects,
        connectFailures,
        breaker: breaker.state,
      };
    },

    async close() {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise((resolve) => {
        timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      });
      await Promise.race([pool.destroy(), timeout]);
      clearTimeout(timer);
      for (const redis of connections) redis.disconnect();
    },
  };
}

function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
