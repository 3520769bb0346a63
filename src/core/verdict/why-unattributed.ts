import type { NamesOf } from '../metrics/catalogue.ts';
import { CLIENT_KINDS } from '../summary/note-topics.ts';
import { lastNoteOn, type Note, noteOn } from '../summary/notes.ts';
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

/** Looks at connections that are open, or have become more. */
const OPEN = /of:(?:connections|connections-drift|settled)\b/;
const TELLS = "API_CLIENTS tells which are the API's";
const UNLISTED = 'clients that Redis does not list';
const MEMORY = /of:memory(?:-drift)?\b/;

/**
 * Why a rule about the API was not judged, where others use the same Redis or what was counted may be of them. Without
 * API_CLIENTS others are all kinds of clients, any of which may be the API's: these are named in `notes`.
 */
export function whyUnattributed(
  { metric, floor: { counter } }: Rule,
  data: SummaryData,
  notes: readonly Note[] = [],
): string | undefined {
  const others = lastNoteOn(notes, CLIENT_KINDS) ?? (noteOn(notes, 'CLIENT LIST') === undefined ? 'others' : UNLISTED);
  const most = (gauge: NamesOf<'gauge'>) => readValue(data, gauge, 'max');
  const last = (gauge: NamesOf<'gauge'>) => readValue(data, gauge, 'value');
  if (/^redis_lookups\b/.test(metric))
    return said(
      last('redis_unattributed_return'),
      () => `others were connected to this Redis, and the API was not seen to ask it again`,
    );
  if (counter.includes('of:lookups')) return whyLookups(data);
  if (counter.includes('of:reuse')) {
    const whose = hasOthers(data) ? 'they may belong to others' : 'API_CLIENTS can tell those of others apart';
    return said(
      last('redis_unattributed_connections'),
      (count) => `${count} connections came and went between two looks, besides those that stay: ${whose}`,
    );
  }
  if (counter.includes('of:fleet'))
    return said(
      last('redis_unattributed_to_fleet'),
      (count) =>
        `up to ${count} connections may be of others, and whether the fleet fits depends on it: API_CLIENTS can tell them apart`,
    );
  if (OPEN.test(counter))
    return said(most('redis_unattributed_open'), (count) => `${count} connections are of ${others}: ${TELLS}`);
  if (counter.includes('of:blocked'))
    return said(
      most('redis_unattributed_blocked'),
      (count) => `up to ${count} at a time of ${others} waited in blocking commands: ${TELLS}`,
    );
  if (MEMORY.test(counter))
    return said(
      most('redis_unattributed_memory_bytes'),
      (bytes) =>
        `Redis grew by ${formatValue(bytes, 'bytes')} while ${others} were using it, and it does not say whose memory that is`,
    );
  const counted = COUNTED.find(({ of }) => counter.includes(`of:${of}`));
  return (
    counted &&
    said(
      last(counted.metric),
      (count) =>
        `${count} ${counted.what} while ${others} were ${counted.while} this Redis, which does not say whose they were`,
    )
  );
}

function whyLookups(data: SummaryData): string | undefined {
  const evictions = readValue(data, 'redis_unattributed_evictions', 'value');
  return said(readValue(data, 'redis_unexplained_share', 'value'), (share) => {
    if (evictions > 0)
      return `${evictions} keys were evicted while others were using this Redis: up to ${inPercent(share)} of the lookups were theirs, or missed for that`;
    return hasOthers(data)
      ? `others on this Redis made ${inPercent(share)} of the lookups`
      : `our requests explain all but ${inPercent(share)} of the lookups: the rest come from others on this Redis, whom API_CLIENTS can tell apart, or are for keys outside the cache`;
  });
}

/** What is in doubt, in words; nothing where nothing is. */
function said(value: number, inWords: (value: number) => string): string | undefined {
  return value === 0 ? undefined : inWords(value);
}

/** Only where API_CLIENTS tells the API apart are there others to be seen. */
function hasOthers(data: SummaryData): boolean {
  const ofApi = readValue(data, 'redis_api_connections', 'max');
  return ofApi > 0 && readValue(data, 'redis_connections', 'max') > ofApi;
}

function inPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
