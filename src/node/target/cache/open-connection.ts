import { Redis } from 'ioredis';
import { orItsCause } from './or-its-cause.ts';

const NAME = 'poolproof-api';
/** How long a connection that is closed may wait for a Redis that hangs. */
const DISCONNECT_TIMEOUT_MS = 100;

/** Opens one connection that fails instead of waiting or reconnecting: both are the pool's task. */
export async function openConnection(
  url: string,
  timeoutsMs: { readonly connect: number; readonly command: number },
): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectionName: NAME,
    connectTimeout: timeoutsMs.connect,
    commandTimeout: timeoutsMs.command,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => null,
  });
  await orItsCause(redis, () => redis.connect());
  return redis;
}
