import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { PrivateRedis } from '../stack/private-redis.ts';
import type { FaultActions } from './fault-schedule.ts';
import type { RedisFaultKind } from './redis-fault.ts';
import type { RedisProxy } from './redis-proxy.ts';

/** Computes for so many milliseconds. Newer servers have a clock in Lua; older ones answer TIME. */
const BUSY = `
local os = rawget(_G, 'os')
local function now_ms()
  if os then return os.clock() * 1000 end
  local time = redis.call('TIME')
  return time[1] * 1000 + time[2] / 1000
end
local finish = now_ms() + ARGV[1]
while now_ms() < finish do end`;

/** Creates the faults of a Redis server that is ours; they never overlap. */
export function createRedisServerFaults(redis: PrivateRedis, proxy: RedisProxy): FaultActions & { close(): void } {
  let control: Redis | undefined;
  let maxClients = '';

  /** A connection past the proxy. */
  async function openControl(): Promise<Redis> {
    control = new Redis(redis.url, {
      lazyConnect: true,
      connectionName: 'poolproof-fault',
      retryStrategy: () => null,
    });
    control.on('error', () => {});
    await control.connect();
    return control;
  }

  function closeControl(): void {
    control?.disconnect();
    control = undefined;
  }

  /** While Redis is gone its port refuses connections, and so does the proxy. */
  const gone = (signal: NodeJS.Signals): FaultActions => ({
    async begin(fault) {
      proxy.refuse(fault);
      await redis.end(signal);
    },
    async end(fault) {
      await redis.restart();
      await proxy.accept(fault);
    },
  });

  const actions: Partial<Record<RedisFaultKind, FaultActions>> = {
    'redis-stall': { begin: () => redis.signal('SIGSTOP'), end: () => redis.signal('SIGCONT') },
    'redis-kill': gone('SIGKILL'),
    'redis-stop': gone('SIGTERM'),
    'redis-slow': {
      async begin({ valueMs = 0 }) {
        void keepBusy(await openControl(), valueMs);
      },
      end: closeControl,
    },
    maxclients: {
      async begin() {
        const connection = await openControl();
        [, maxClients = ''] = (await connection.config('GET', 'maxclients')) as string[];
        await connection.config('SET', 'maxclients', '1');
      },
      async end() {
        await control?.config('SET', 'maxclients', maxClients);
        closeControl();
      },
    },
  };

  return {
    begin: (fault) => actions[fault.kind]?.begin(fault),
    end: (fault) => actions[fault.kind]?.end(fault),
    close: closeControl,
  };
}

/** Has Redis compute for `busyMs`, then rest for as long, until `redis` is closed. */
async function keepBusy(redis: Redis, busyMs: number): Promise<void> {
  try {
    for (;;) {
      await redis.eval(BUSY, 0, busyMs);
      await sleep(busyMs);
    }
  } catch {
    // Closed.
  }
}
