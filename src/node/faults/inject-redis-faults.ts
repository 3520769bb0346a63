import { appendFileSync } from 'node:fs';
import type { PrivateRedis } from '../stack/private-redis.ts';
import { type FaultActions, type FaultEvent, runFaultSchedule } from './fault-schedule.ts';
import { OUTAGES, type OutageKind } from './outage-kind.ts';
import { kindOf, type RedisFault } from './redis-fault.ts';
import { startRedisProxy } from './redis-proxy.ts';
import { createRedisServerFaults } from './redis-server-faults.ts';

const DEFAULT_PORT = 6379;

interface RedisInjectionOptions {
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
  /** Takes Redis away now; resolves when it is gone. */
  beginOutage(kind: OutageKind): Promise<void>;
  /** Brings it back; resolves when it may be asked again. */
  endOutage(): Promise<void>;
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
  const actionsOf = (fault: RedisFault) => (kindOf(fault).place === 'server' && server ? server : proxy);
  const record = (event: FaultEvent) => {
    try {
      appendFileSync(logFile, `${JSON.stringify(event)}\n`);
    } catch {
      // A full disk: the fault goes on, and ends.
    }
  };
  const outage = createOutage(actionsOf, record);
  return {
    ...outage,
    url: address.href,
    arm() {
      proxy.onNextByte(() => {
        void runFaultSchedule({
          faults,
          actionsOf,
          record,
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

function createOutage(
  actionsOf: (fault: RedisFault) => FaultActions,
  record: (event: FaultEvent) => void,
): Pick<RedisInjection, 'beginOutage' | 'endOutage'> {
  let faults: readonly RedisFault[] = [];
  let startMs = 0;

  function note(event: FaultEvent['event']): void {
    const atMs = Math.round(performance.now() - startMs);
    for (const { kind } of faults) record({ atMs, time: new Date().toISOString(), kind, event });
  }

  return {
    async beginOutage(kind) {
      startMs = performance.now();
      faults = OUTAGES[kind].map((fault) => ({ kind: fault, atMs: 0 }));
      note('begin');
      for (const fault of faults) await actionsOf(fault).begin(fault);
    },
    async endOutage() {
      for (const fault of faults) await actionsOf(fault).end(fault);
      note('end');
      faults = [];
    },
  };
}
