import { lastThird, type Point, risePerMinute } from '../evidence/slope.ts';
import type { RedisSample } from '../redis/redis-sample.ts';
import type { RedisMetric, Tell } from './tell.ts';

/** How fast memory, and keys that never expire, grow; of the keys also whether they still do at the end. */
export class GrowthWatch {
  readonly #tell: Tell<'redis'>;
  readonly #memoryBytes: Point[] = [];
  readonly #lastingKeys: Point[] = [];

  constructor(tell: Tell<'redis'>) {
    this.#tell = tell;
  }

  add({ usedMemoryBytes, lastingKeys }: RedisSample, atMs: number): void {
    if (usedMemoryBytes !== undefined) this.#memoryBytes.push({ atMs, value: usedMemoryBytes });
    if (lastingKeys !== undefined) this.#lastingKeys.push({ atMs, value: lastingKeys });
    tellRise(this.#tell, 'redis_memory_per_minute_bytes', this.#memoryBytes);
    tellRise(this.#tell, 'redis_lasting_keys_per_minute', this.#lastingKeys);
    tellRise(this.#tell, 'redis_lasting_keys_late_per_minute', lastThird(this.#lastingKeys));
  }
}

/** Tells how fast values rise, where there are enough of them. */
export function tellRise(tell: Tell<'redis'>, metric: RedisMetric, points: readonly Point[]): void {
  const rise = risePerMinute(points);
  if (rise !== undefined) tell(metric, rise);
}
