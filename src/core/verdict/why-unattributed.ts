import { readValue, type SummaryData } from '../summary/summary-data.ts';
import { formatValue } from '../units/numbers.ts';
import type { Rule } from './rule.ts';

/** What Redis counts for all together. */
const COUNTED = [
  { of: 'refusals', metric: 'redis_unattributed_refusals', what: 'commands were refused', while: 'using' },
  { of: 'evictions', metric: 'redis_unattributed_evictions', what: 'keys were evicted', while: 'using' },
  {
    of: 'rejections',
    metric: 'redis_unattributed_rejections',
    what: 'connections were rejected',
    while: 'connected to',
  },
] as const;

/** Why a rule about the API was not judged, where others use the same Redis or what was counted may be of them. */
export function whyUnattributed({ floor }: Rule, data: SummaryData): string | undefined {
  // Only where API_CLIENTS tells the API apart are there others to be seen.
  const hasOthers = readValue(data, 'redis_connections', 'max') > readValue(data, 'redis_api_connections', 'max');
  if (floor.counter.includes('of:lookups')) {
    const share = readValue(data, 'redis_unexplained_share', 'value');
    if (share === 0) return undefined;
    const evictions = readValue(data, 'redis_unattributed_evictions', 'value');
    if (evictions > 0)
      return `${evictions} keys were evicted while others were using this Redis: up to ${inPercent(share)} of the lookups were theirs, or missed for that`;
    return hasOthers
      ? `others on this Redis made ${inPercent(share)} of the lookups`
      : `our requests explain all but ${inPercent(share)} of the lookups: the rest come from others on this Redis, whom API_CLIENTS can tell apart, or are for keys outside the cache`;
  }
  if (floor.counter.includes('of:reuse')) {
    const connections = readValue(data, 'redis_unattributed_connections', 'value');
    if (connections === 0) return undefined;
    const whose = hasOthers ? 'they may belong to others' : 'API_CLIENTS can tell those of others apart';
    return `${connections} connections came and went between two looks, besides those that stay: ${whose}`;
  }
  if (floor.counter.includes('of:fleet')) {
    const connections = readValue(data, 'redis_unattributed_to_fleet', 'value');
    return connections === 0
      ? undefined
      : `up to ${connections} connections may be of others, and whether the fleet fits depends on it: API_CLIENTS can tell them apart`;
  }
  const memoryBytes = readValue(data, 'redis_unattributed_memory_bytes', 'max');
  if (floor.counter.includes('of:memory') && memoryBytes > 0)
    return `Redis grew by ${formatValue(memoryBytes, 'bytes')} while others were using it, and it does not say whose memory that is`;
  const counted = COUNTED.find(({ of }) => floor.counter.includes(`of:${of}`));
  const count = counted === undefined ? 0 : readValue(data, counted.metric, 'value');
  return counted === undefined || count === 0
    ? undefined
    : `${count} ${counted.what} while others were ${counted.while} this Redis, which does not say whose they were`;
}

function inPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
