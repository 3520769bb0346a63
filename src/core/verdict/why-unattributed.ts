import { readValue, type SummaryData } from '../summary/summary-data.ts';
import type { Rule } from './rule.ts';

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
  if (floor.counter.includes('of:refusals')) {
    const commands = readValue(data, 'redis_unattributed_refusals', 'value');
    return commands === 0
      ? undefined
      : `${commands} commands were refused while others on this Redis were at work: whose they were it does not tell`;
  }
  return undefined;
}

function inPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
