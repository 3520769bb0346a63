import type { Evidence } from '../evidence/evidence.ts';
import { formatValue } from '../units/numbers.ts';

/** Something worth knowing that is no fault of this run: a healthy one may carry it. */
export interface Remark {
  readonly id: 'memory-grows' | 'rules-left-out';
  readonly sentence: string;
  /** What to do next. */
  readonly next: string;
}

/** Fewer new keys without expiry are some setting or lock that is written once. */
const FEW_KEYS = 10;
/** A key that is written once for all makes a step; keys that are written all the time rise to the end. */
const STILL_RISING = 0.4;

/** What a run shows that will be a fault one day. Nothing where a rule has already failed by it. */
export function findRemarks(evidence: Evidence): Remark[] {
  const { memoryGrowthBytes, memoryLimitBytes, memoryPerMinuteBytes, keysGrowth, lastingKeysGrowth } = evidence;
  const { lastingKeysPerMinute, lastingKeysLatePerMinute, allConnectionsMax, connectionsMax } = evidence;
  if (memoryGrowthBytes === null || memoryPerMinuteBytes === null || lastingKeysGrowth === null) return [];
  if (memoryGrowthBytes >= memoryLimitBytes || memoryPerMinuteBytes <= 0 || lastingKeysGrowth < FEW_KEYS) return [];
  if ((lastingKeysLatePerMinute ?? 0) < (lastingKeysPerMinute ?? 0) * STILL_RISING) return [];
  const leftMs = ((memoryLimitBytes - memoryGrowthBytes) / memoryPerMinuteBytes) * 60_000;
  const whose = (allConnectionsMax ?? 0) > (connectionsMax ?? 0) ? ' (others on this Redis may have written some)' : '';
  return [
    {
      id: 'memory-grows',
      sentence: `Redis grows ${formatValue(memoryPerMinuteBytes, 'bytes')} a minute without expiry: ${lastingKeysGrowth} of ${keysGrowth ?? lastingKeysGrowth} new keys never expire${whose}; ${formatValue(memoryLimitBytes, 'bytes')} are reached in ${inWords(leftMs)}`,
      next: 'Give every cached key a TTL (SET key value EX seconds); redis-cli --bigkeys shows the largest, make soak how it goes on.',
    },
  ];
}

/** Rules that the journey has no requests for are said to be left out: nobody is to take them for passed. */
export function remarkOn(leftOut: readonly string[]): Remark[] {
  if (leftOut.length === 0) return [];
  return [
    {
      id: 'rules-left-out',
      sentence: `Not part of this run, for want of requests that they need: ${leftOut.join('; ')}`,
      next: "If a cache can answer a request, or never can, say so: cache: 'warm' or 'miss' in a journey, a path with {unique} in PATHS.",
    },
  ];
}

function inWords(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
