import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { assembleApp } from './assemble-app.ts';
import type { TargetConfig } from './config.ts';
import { openEmbeddedDatabase } from './database/embedded-database.ts';
import { openServerDatabase } from './database/server-database.ts';
import { listenOnFreePort } from './listen.ts';
import type { Log } from './log.ts';

const DRAIN_MS = 1000;

export interface Target {
  port: number;
  url: string;
  /** Answers what is under way, for about a second at most, then closes server, pool and database. */
  close(): Promise<void>;
}

/** Starts the reference API; it answers when the promise resolves. `cacheFolder` keeps the prepared embedded database. */
export async function startTarget(config: TargetConfig, cacheFolder: string, log: Log): Promise<Target> {
  if (Object.keys(config.faults).length > 0) log.warn('broken on purpose', { faults: config.faults });
  if (config.faults.startDelayMs) await sleep(config.faults.startDelayMs);
  const database = await (config.databaseUrl === undefined
    ? openEmbeddedDatabase(cacheFolder)
    : openServerDatabase(config.databaseUrl, log));
  const { app, pool } = assembleApp(config, database, log);
  const server = createServer(getRequestListener(app.fetch));
  // Longer than clients keep idle connections, so that none is closed under a request just sent.
  server.keepAliveTimeout = 65_000;

  const closeServices = async () => {
    await pool.close();
    await database.close();
  };
  try {
    const port = await listenOnFreePort(server, config.port, config.host);
    return {
      port,
      url: `http://${config.host}:${port}`,
      async close() {
        await drain(server);
        await closeServices();
      },
    };
  } catch (error) {
    await closeServices();
    throw error;
  }
}

/** Stops accepting, lets open requests finish, and closes each connection as soon as it is idle. */
async function drain(server: Server): Promise<void> {
  const closeIdle = setInterval(() => server.closeIdleConnections(), 20);
  const closeAll = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(closeIdle);
  clearTimeout(closeAll);
}
