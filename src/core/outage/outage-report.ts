import type { MetricSelector, NamesOf } from '../metrics/catalogue.ts';
import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryData } from '../summary/summary-data.ts';
import type { Count } from '../units/count.ts';
import { OUTAGE_ERRORS, secondMetrics, secondsAfterReturn } from './outage-metrics.ts';
import type { OutagePlan } from './outage-plan.ts';

/** How the API fared while Redis was away and after it came back. Null: it did not happen, or is not known. */
export interface OutageReport {
  /** When Redis was taken away, since the start of the load, and for how long. */
  readonly faultAtMs: number;
  readonly outageMs: number;
  /** From the fault to the end of the first request that failed or was slow. */
  readonly firstTroubleMs: number | null;
  readonly requests: Count;
  readonly failedRequests: Count;
  /** Answered, but slower than the limit of p(95) before and after the outage. */
  readonly slowRequests: Count;
  /** Failed requests by kind: a status code, timeout, refused, reset or other. */
  readonly errors: Readonly<Record<string, number>>;
  /** Share of the requests of the outage that the API answered without Redis, by its own count; up to one request a try. */
  readonly fallbackShare: number | null;
  /** How long it took to bring Redis back. All times below count from then. */
  readonly returnTookMs: number | null;
  /** To the first answer of Redis that was seen. */
  readonly redisAnsweredMs: number | null;
  /** To the first look at Redis that saw a connection of the API. */
  readonly apiConnectedMs: number | null;
  /** To the end of the last second in which a request failed or p(95) was over the limit of before and after. */
  readonly apiRecoveredMs: number | null;
  /** Connections that Redis accepted in the phase `recovery`, without our own: a storm shows here. */
  readonly connectionsOpened: number | null;
}

/**
 * Reads what an outage did to the API from the summary.
 *
 * @param slowMs above which an answer is slow
 */
export function reportOutage(plan: OutagePlan, slowMs: number, data: SummaryData): OutageReport {
  const failed = submetric('outage_trouble', { how: 'failed' });
  const slow = submetric('outage_trouble', { how: 'slow' });
  const recover = submetric('http_req_duration', { scenario: 'recover' });
  const returnTookMs = smallest(data, [recover]);
  const since = (ms: number | null) => (ms === null ? null : Math.max(0, ms - (returnTookMs ?? 0)));
  const failedRequests = readValue(data, submetric('http_req_failed', { scenario: 'outage' }), 'passes');
  const requests = readValue(data, submetric('http_reqs', { scenario: 'outage' }), 'count');
  return {
    faultAtMs: plan.faultAtMs,
    outageMs: plan.returnAtMs - plan.faultAtMs,
    firstTroubleMs: smallest(data, [failed, slow]),
    requests,
    failedRequests,
    slowRequests: readValue(data, slow, 'count'),
    errors: errorsOf(data, failedRequests),
    fallbackShare: fallbackShareOf(data, requests),
    returnTookMs,
    redisAnsweredMs: since(smallest(data, ['redis_answered'])),
    apiConnectedMs: since(smallest(data, ['redis_api_connected'])),
    apiRecoveredMs: returnTookMs === null ? null : since(recoveredMsOf(plan, slowMs, data)),
    connectionsOpened: connectionsOpenedOf(data),
  };
}

function errorsOf(data: SummaryData, failedRequests: number): Record<string, number> {
  const counts = Object.entries(OUTAGE_ERRORS).map(
    ([kind, tags]) =>
      [kind, readValue(data, submetric('http_reqs', { scenario: 'outage', ...tags }), 'count')] as const,
  );
  const other = failedRequests - counts.reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries([...counts, ['other', other] as const].filter(([, count]) => count > 0));
}

/** The API counts since its start, and is asked now and then: the last count before the fault, the first one after. */
function fallbackShareOf(data: SummaryData, requests: number): number | null {
  // A gauge that was never set reads 0.
  if (readValue(data, 'pool_observations', 'count') === 0) return null;
  // Several instances that give no name answered in turn.
  if (readValue(data, 'pool_instances_mixed', 'value') > 0) return null;
  const before = data.metrics[submetric('pool_fallbacks', { phase: 'before' })]?.values;
  const after = data.metrics[submetric('pool_fallbacks', { phase: 'recovery' })]?.values;
  if (before?.max === undefined || after?.min === undefined || requests === 0) return null;
  return Math.min(1, Math.max(0, after.min - before.max) / requests);
}

/** Milliseconds from the call for Redis to come back; null when the last second looked at was not yet as before. */
function recoveredMsOf(plan: OutagePlan, slowMs: number, data: SummaryData): number | null {
  const seconds = secondsAfterReturn(plan);
  let recovered = 0;
  for (let second = 0; second < seconds; second += 1) {
    const { failed, latency } = secondMetrics(second);
    if (readValue(data, failed, 'passes') > 0 || readValue(data, latency, 'p(95)') >= slowMs) recovered = second + 1;
  }
  return recovered === seconds ? null : recovered * 1_000;
}

/** Without our own: one that looks at Redis again, and one for each look that a silent Redis only took note of later. */
function connectionsOpenedOf(data: SummaryData): number | null {
  if (readValue(data, 'redis_answered', 'count') === 0) return null;
  // A look that began just before the return, and was answered after it, is one of the outage.
  const opened = ['outage', 'recovery']
    .map((phase) => readValue(data, submetric('redis_connections_received', { phase }), 'count'))
    .reduce((sum, count) => sum + count, 0);
  const own = 1 + readValue(data, submetric('redis_commands', { outcome: 'timeout', phase: 'outage' }), 'count');
  return Math.max(0, opened - own);
}

/** Whether requests failed or were slow only as Redis came back, and none ended so while it was away. */
export function isTroubleAtReturn({ firstTroubleMs, outageMs }: OutageReport): boolean {
  return firstTroubleMs !== null && firstTroubleMs >= outageMs;
}

/** The smallest sample of these trends; null when they have none. */
function smallest(data: SummaryData, trends: readonly MetricSelector<NamesOf<'trend'>>[]): number | null {
  const filled = trends.filter((trend) => readValue(data, trend, 'count') > 0);
  return filled.length === 0 ? null : Math.min(...filled.map((trend) => readValue(data, trend, 'min')));
}
