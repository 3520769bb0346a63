import { type Cluster, Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { type FlagApi, healthyApi, serveFlagApi } from './flag-api.ts';

const CONNECTIONS = 3;

/** A flag API that keeps its answers in the Redis at `port`, over connections with a name; without Redis it answers by itself. */
export async function serveCachedApi(
  port: number,
  connections = CONNECTIONS,
  connectionName = 'my-api',
): Promise<FlagApi> {
  const pool = Array.from({ length: connections }, () => connectTo(port, connectionName));
  onTestFinished(() => {
    for (const redis of pool) redis.disconnect();
  });
  let turn = 0;
  return serveFromCache(() => pool[turn++ % connections]);
}

/** The same over one client of a cluster. */
export async function serveClusterApi(cluster: Cluster): Promise<FlagApi> {
  return serveFromCache(() => cluster);
}

function serveFromCache(takeClient: () => Redis | Cluster | undefined): Promise<FlagApi> {
  return serveFlagApi(async (request, response) => {
    const redis = takeClient();
    const key = `my-api:${request.url}`;
    const cached = await redis?.get(key).catch(() => null);
    if (cached === null) await redis?.set(key, 'cached', 'EX', 60).catch(() => undefined);
    healthyApi(request, response);
  });
}

function connectTo(port: number, connectionName: string): Redis {
  const redis = new Redis(port, '127.0.0.1', {
    connectionName,
    enableReadyCheck: false,
    disableClientInfo: true,
    enableOfflineQueue: true,
    commandTimeout: 500,
    maxRetriesPerRequest: 1,
  });
  redis.on('error', () => {});
  return redis;
}
