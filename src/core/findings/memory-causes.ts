import { formatValue } from '../units/numbers.ts';
import type { Cause } from './finding.ts';
import { isAtLeast } from './known.ts';

/** What the cache leaves in Redis. */
export const MEMORY_CAUSES: readonly Cause[] = [
  {
    id: 'redis-memory-growth',
    explains: ['redis-evictions'],
    next: 'Give every cached key a TTL (SET key value EX seconds) and look at the largest ones: redis-cli --bigkeys',
    find: ({ memoryGrowthBytes, memoryLimitBytes, lastingKeysGrowth, keysGrowth }) => {
      if (!isAtLeast(memoryGrowthBytes, memoryLimitBytes)) return undefined;
      const grew = `Redis grew by ${formatValue(memoryGrowthBytes, 'bytes')}`;
      const isLasting = isAtLeast(lastingKeysGrowth, 1);
      return {
        sentence: isLasting
          ? `${grew}, and ${lastingKeysGrowth} of ${keysGrowth} new keys never expire`
          : `${grew} with ${keysGrowth ?? 'some'} new keys, all of which expire: they are many or large`,
        facts: ['memoryGrowthBytes', 'lastingKeysGrowth', 'keysGrowth', 'keysEvicted'],
        confidence: isLasting ? 'high' : 'medium',
      };
    },
  },
  {
    id: 'redis-evictions',
    explains: [],
    next: 'Compare redis-cli config get maxmemory with what the cache holds, and look at maxmemory-policy.',
    find: ({ keysEvicted }) =>
      isAtLeast(keysEvicted, 1)
        ? {
            sentence: `Redis evicted ${keysEvicted} keys because its memory was full`,
            facts: ['keysEvicted', 'memoryGrowthBytes', 'warmHitShare'],
            confidence: 'high',
          }
        : undefined,
  },
];
