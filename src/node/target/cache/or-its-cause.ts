import type { Redis } from 'ioredis';

/** Rejects with the cause where a client fails: its promise says only "Connection is closed", and the cause comes as an event. */
export async function orItsCause<T>(redis: Redis, work: () => Promise<T>): Promise<T> {
  let cause: Error | undefined;
  redis.on('error', (error: Error) => {
    cause = error;
  });
  try {
    return await work();
  } catch (error) {
    redis.disconnect();
    throw cause ?? error;
  }
}
