import { readValue, type SummaryData } from '../summary/summary-data.ts';
import { formatValue } from '../units/numbers.ts';
import type { Rule } from './rule.ts';

/** What Redis counts for all together. */
const COUNTED = [
  { of: 'refusals', metric: 'redis_unattributed_refusals', what: 'commands were refused', while: 'at work' },
  { of: 'evictions', metric: 'redis_unattributed_evictions', what: 'keys were evicted', while: 'at work' },
  { of: 'rejections', metric: 'redis_unattributed_rejections', what: 'connections were rejected', while: 'connected' },
] as const;

/** Why a rule about the API was not judged, where others use the same Redis or what was counted may be of them. */
export function whyUnattributed({ floor }: Rule, data: SummaryData): string | undefined {
  // Only where API_CLIENTS tells the API apart are there others to be seen.
  const hasOthers = readValue(data, 'redis_connections', 'max') > readValue(data, 'redis_api_connections', 'max');
  if (floor.counter.includes('of:lookups')) {
    const share = readValue(data, 'redis_unexplained_share', 'value');
    if (share === 0) return undefined;
    return hasOthers
      ? `others on this Redis made ${inPercent(share)} of the lookups`
      : `the requests explain all but ${inPercent(share)} of the lookups: those are of others on this Redis, which API_CLIENTS tells apart, or of keys beside the cache`;
  }
  if (floor.counter.includes('of:reuse')) {
    const connections = readValue(data, 'redis_unattributed_connections', 'value');
    if (connections === 0) return undefined;
    const whose = hasOthers ? 'they may be of others' : 'API_CLIENTS tells those of others apart';
    return `${connections} connections came and went between two looks, beside those that stay: ${whose}`;
  }
  const memoryBytes = readValue(data, 'redis_unattributed_memory_bytes', 'max');
  if (floor.counter.includes('of:memory') && memoryBytes > 0)
    return `Redis grew by ${formatValue(memoryBytes, 'bytes')} while others on it were at work: whose memory it is it does not tell`;
  const counted = COUNTED.find(({ of }) => floor.counter.includes(`of:${of}`));
  const count = counted === undefined ? 0 : readValue(data, counted.metric, 'value');
  return counted === undefined || count === 0
    ? undefined
    : `${count} ${counted.what} while others on this Redis were ${counted.while}: whose they were it does not tell`;
}

function inPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
