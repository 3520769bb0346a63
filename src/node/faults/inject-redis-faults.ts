import { appendFileSync } from 'node:fs';
import type { PrivateRedis } from '../stack/private-redis.ts';
import { runFaultSchedule } from './fault-schedule.ts';
import { kindOf, type RedisFault } from './redis-fault.ts';
import { startRedisProxy } from './redis-proxy.ts';
import { createRedisServerFaults } from './redis-server-faults.ts';

const DEFAULT_PORT = 6379;

export interface RedisInjectionOptions {
  faults: RedisFault[];
  url: string;
  /** The server at `url`, if it is ours. */
  privateRedis: PrivateRedis | undefined;
  /** Gets a line of JSON, a FaultEvent, for each begin and end of a fault. */
  logFile: string;
  /** Ends the faults. */
  signal: AbortSignal;
}

export interface RedisInjection {
  /** Leads to Redis through the faults. */
  url: string;
  /** Starts the time of the faults with the next byte that anyone sends to Redis. */
  arm(): void;
  close(): void;
}

/** Puts a proxy in front of a Redis and prepares the faults. */
export async function startRedisInjection(options: RedisInjectionOptions): Promise<RedisInjection> {
  const { faults, url, privateRedis, logFile, signal } = options;
  const address = new URL(url);
  if (address.protocol === 'rediss:') {
    throw new Error('Cannot use REDIS_FAULTS: a Redis behind TLS (rediss://) cannot be proxied; use redis://');
  }
  // The host of an IPv6 address comes in brackets.
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const proxy = await startRedisProxy({ host, port: Number(address.port || DEFAULT_PORT) });
  const server = privateRedis && createRedisServerFaults(privateRedis, proxy);
  address.hostname = '127.0.0.1';
  address.port = String(proxy.port);
  return {
    url: address.href,
    arm() {
      proxy.onNextByte(() => {
        void runFaultSchedule({
          faults,
          actionsOf: (fault) => (kindOf(fault).place === 'server' && server ? server : proxy),
          record: (event) => appendFileSync(logFile, `${JSON.stringify(event)}\n`),
          signal,
        });
      });
    },
    close() {
      server?.close();
      proxy.close();
    },
  };
}
