import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Link } from './link.ts';
import type { RedisFault } from './redis-fault.ts';

const HOST = '127.0.0.1';

/** Stands between everyone and a Redis; passes everything on as it is until a fault begins. */
export interface RedisProxy {
  readonly port: number;
  /** Has `listener` called once, with the next byte that a client sends. */
  onNextByte(listener: () => void): void;
  begin(fault: RedisFault): void;
  /** Resolves when the fault is over. */
  end(fault: RedisFault): Promise<void>;
  /** Refuses new connections until `accept` is called for each `reason`. */
  refuse(reason: object): void;
  accept(reason: object): Promise<void>;
  /** Cuts all connections and gives the port back. */
  close(): void;
}

/** Starts a proxy on a free loopback port, in front of the Redis at `host` and `port`. */
export async function startRedisProxy(redis: { host: string; port: number }): Promise<RedisProxy> {
  const sockets = new Set<Socket>();
  const requests = new Link();
  const replies = new Link();
  const refusals = new Set<object>();
  let onByte: (() => void) | undefined;
  let isClosed = false;
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;

  async function listen(wantedPort: number): Promise<Server> {
    const opened = createServer({ allowHalfOpen: true, noDelay: true }, serve);
    opened.listen(wantedPort, HOST);
    await once(opened, 'listening');
    return opened;
  }

  function serve(client: Socket): void {
    const upstream = connect({ ...redis, allowHalfOpen: true, noDelay: true });
    client.on('data', () => {
      const listener = onByte;
      onByte = undefined;
      listener?.();
    });
    join(client, upstream);
    join(upstream, client);
    requests.connect(client, upstream);
    replies.connect(upstream, client);
  }

  /** A connection that breaks on one side breaks on the other. */
  function join(one: Socket, other: Socket): void {
    sockets.add(one);
    one.on('error', () => other.resetAndDestroy());
    one.once('close', () => sockets.delete(one));
  }

  async function accept(reason: object): Promise<void> {
    if (!refusals.delete(reason)) return;
    while (!isClosed && refusals.size === 0 && !server.listening) {
      try {
        server = await listen(port);
        // Things may have changed meanwhile.
        if (isClosed || refusals.size > 0) server.close();
        return;
      } catch {
        // Somebody has the port as the near end of a connection, for the moment.
        await sleep(20);
      }
    }
  }

  function refuse(reason: object): void {
    refusals.add(reason);
    server.close();
  }

  return {
    port,
    onNextByte(listener) {
      onByte = listener;
    },
    begin(fault) {
      if (fault.kind === 'reset') for (const socket of sockets) socket.resetAndDestroy();
      else if (fault.kind === 'refuse') refuse(fault);
      else replies.begin(fault);
      if (fault.kind === 'stall') requests.begin(fault);
    },
    async end(fault) {
      requests.end(fault);
      replies.end(fault);
      await accept(fault);
    },
    refuse,
    accept,
    close() {
      isClosed = true;
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
