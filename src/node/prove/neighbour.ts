import { Redis } from 'ioredis';

/** Another application on the Redis of the API: one looks for keys that are not there, one connects and quits. */
export type Neighbour = 'misses' | 'churn';

const EVERY_MS = { misses: 10, churn: 25 } as const;
const NAME = 'poolproof-neighbour';

/** Starts the neighbour; the result ends it. */
export function startNeighbour(kind: Neighbour, url: string): () => void {
  const open = () => {
    const redis = new Redis(url, { connectionName: NAME, retryStrategy: () => null });
    redis.on('error', () => {});
    return redis;
  };
  const kept = kind === 'misses' ? open() : undefined;
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    if (kept !== undefined) kept.get(`poolproof:neighbour:${count % 500}`).catch(() => {});
    else void visit(open());
  }, EVERY_MS[kind]);
  return () => {
    clearInterval(timer);
    kept?.disconnect();
  };
}

async function visit(redis: Redis): Promise<void> {
  await redis.ping().catch(() => {});
  redis.disconnect();
}
