import { Redis } from 'ioredis';
import { orItsCause } from '../target/cache/or-its-cause.ts';

/** Connects to `url`, pings and disconnects; rejects with the cause when there is no answer within a second. */
export async function pingRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1000,
    commandTimeout: 1000,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  await orItsCause(redis, async () => {
    await redis.connect();
    await redis.ping();
  });
  redis.disconnect();
}
