import type { Gauge } from 'k6/metrics';
import { lastThird, type Point, risePerMinute } from '../../../core/evidence/slope.ts';
import type { RedisSample } from '../../../core/redis/redis-sample.ts';
import { elapsedMs } from '../../journeys/load-clock.ts';
import { redisMetrics as metrics } from '../../journeys/observer-metrics.ts';
import { PendingLooks } from './pending-looks.ts';
import { isSettled } from './watch-clients.ts';

// State of the one VU that observes.
const memoryBytes: Point[] = [];
const lastingKeys: Point[] = [];
const looksAtMemory = new PendingLooks('memory');

/** How fast memory, and keys that never expire, grow; of the keys also whether they still do at the end. */
export function recordGrowth({ usedMemoryBytes, lastingKeys: keys }: RedisSample): void {
  const atMs = elapsedMs();
  if (usedMemoryBytes !== undefined) memoryBytes.push({ atMs, value: usedMemoryBytes });
  if (keys !== undefined) lastingKeys.push({ atMs, value: keys });
  add(metrics?.redis_memory_per_minute_bytes, memoryBytes);
  add(metrics?.redis_lasting_keys_per_minute, lastingKeys);
  add(metrics?.redis_lasting_keys_late_per_minute, lastThird(lastingKeys));
}

/** Memory above that before the load. Where others were at work since, the part of the API is anything up to all of it. */
export function recordMemory(growthBytes: number | undefined, looks: number, haveOthersWorked: boolean): void {
  if (growthBytes === undefined) return;
  const least = haveOthersWorked ? Math.min(0, growthBytes) : growthBytes;
  const isTold = isSettled('redis-memory-growth', 'max<10485760', { least, most: growthBytes });
  looksAtMemory.add(looks, isTold);
  if (isTold) metrics?.redis_memory_growth_bytes.add(growthBytes);
  else metrics?.redis_unattributed_memory_bytes.add(growthBytes);
}

function add(gauge: Gauge | undefined, points: readonly Point[]): void {
  const rise = risePerMinute(points);
  if (rise !== undefined) gauge?.add(rise);
}
