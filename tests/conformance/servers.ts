import { spawnSync } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Certificate } from '../helpers/certificate.ts';
import { takePort } from '../helpers/local-server.ts';
import type { TestRedis } from '../helpers/redis-server.ts';
import { createAnswerer } from './answer-requests.ts';

/** What a script finds in its environment, and how to take the servers down. */
interface ScriptServers {
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

/** Servers that all scripts share. */
export interface SharedServers {
  readonly redis: TestRedis | undefined;
  readonly locked: TestRedis | undefined;
  readonly certificate: Certificate | undefined;
}

export const hasRedis: boolean = spawnSync('redis-server', ['--version']).status === 0;

let runs = 0;

/** Starts fresh servers for one run of a script, on free ports of 127.0.0.1. */
export async function startScriptServers({ redis, locked, certificate }: SharedServers): Promise<ScriptServers> {
  const open: Server[] = [];
  const sockets = new Set<Socket>();
  const listen = async (server: Server) => {
    open.push(server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return String((server.address() as AddressInfo).port);
  };

  const answer: RequestListener = createAnswerer();
  const garbage = createTcpServer((socket) => socket.once('data', () => socket.end('garbage\r\n\r\n')));
  const garbagePort = await listen(garbage);
  const taken = await takePort(Number(garbagePort));
  // Each run has a database of its own.
  const database = ++runs;
  const env = {
    HTTP_PORT: await listen(createServer(answer)),
    TLS_PORT: certificate ? await listen(createHttpsServer({ ...certificate }, answer)) : '',
    GARBAGE_PORT: garbagePort,
    CLOSED_PORT: String(taken.port),
    REDIS_PORT: String(redis?.port ?? ''),
    REDIS_DATABASE: String(database),
    LOCKED_PORT: String(locked?.port ?? ''),
  };
  return {
    env,
    close() {
      taken.release();
      for (const socket of sockets) socket.destroy();
      for (const server of open) server.close();
    },
  };
}
