import { availableParallelism } from 'node:os';

/** How to reach a Redis server, with go-redis's defaults filled in. Infinity stands for "no limit". */
export interface RedisOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly database: number;
  /** Sent as CLIENT SETNAME; empty for none. */
  readonly clientName: string;
  readonly tls: RedisTlsOptions | undefined;
  readonly maxRetries: number;
  readonly minRetryBackoffMs: number;
  readonly maxRetryBackoffMs: number;
  readonly dialTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly poolSize: number;
  readonly poolTimeoutMs: number;
  readonly connectionMaxIdleMs: number;
  readonly connectionMaxLifetimeMs: number;
}

interface RedisTlsOptions {
  /** Undefined in the object form: k6 then cannot verify the server, and fails unless told not to. */
  readonly serverName: string | undefined;
  readonly ca: readonly string[];
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/** What was given; 0 or absent asks for the default, a negative number for none. Durations in milliseconds. */
export type GivenRedisOptions = Partial<RedisOptions>;

/** Fills in the defaults of go-redis v9. */
export function completeRedisOptions(given: GivenRedisOptions): RedisOptions {
  const readTimeoutMs = limit(given.readTimeoutMs, 3000);
  return {
    host: given.host ?? 'localhost',
    port: given.port ?? 6379,
    username: given.username ?? '',
    password: given.password ?? '',
    database: given.database ?? 0,
    clientName: given.clientName ?? '',
    tls: given.tls,
    maxRetries: noneOr(given.maxRetries, 3),
    minRetryBackoffMs: noneOr(given.minRetryBackoffMs, 8),
    maxRetryBackoffMs: noneOr(given.maxRetryBackoffMs, 512),
    dialTimeoutMs: limit(given.dialTimeoutMs, 5000),
    readTimeoutMs,
    poolSize: given.poolSize || 10 * availableParallelism(),
    poolTimeoutMs: limit(given.poolTimeoutMs, readTimeoutMs + 1000),
    connectionMaxIdleMs: limit(given.connectionMaxIdleMs, 30 * 60_000),
    connectionMaxLifetimeMs: limit(given.connectionMaxLifetimeMs, Number.POSITIVE_INFINITY),
  };
}

function limit(given: number | undefined, fallback: number): number {
  if (given === undefined || given === 0) return fallback;
  return given < 0 ? Number.POSITIVE_INFINITY : given;
}

function noneOr(given: number | undefined, fallback: number): number {
  return given === undefined || given === 0 ? fallback : Math.max(0, given);
}
