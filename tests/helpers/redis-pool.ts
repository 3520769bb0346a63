import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';

const CONNECTIONS = 3;

/** Three connections to the Redis at `port`, in turn, named `my-api`. */
export function connectPool(port: number): () => Redis {
  const pool = Array.from(
    { length: CONNECTIONS },
    () => new Redis(port, '127.0.0.1', { connectionName: 'my-api', enableReadyCheck: false, disableClientInfo: true }),
  );
  onTestFinished(() => {
    for (const redis of pool) redis.disconnect();
  });
  let turn = 0;
  return () => pool[turn++ % CONNECTIONS] as Redis;
}
