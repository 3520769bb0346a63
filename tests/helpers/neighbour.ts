import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';

/** Another application on a Redis: it does something every so many milliseconds until the test is over. */
export function neighbourOf(port: number, everyMs: number, act: (open: () => Redis, count: number) => unknown): void {
  const opened = new Set<Redis>();
  const open = () => {
    const redis = new Redis(port, '127.0.0.1', { connectionName: 'another-app', retryStrategy: () => null });
    redis.on('error', () => {}).on('end', () => opened.delete(redis));
    opened.add(redis);
    return redis;
  };
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    void Promise.resolve(act(open, count)).catch(() => {});
  }, everyMs);
  onTestFinished(() => {
    clearInterval(timer);
    for (const redis of opened) redis.disconnect();
  });
}
