import { isTroubleAtReturn, type OutageReport } from '../outage/outage-report.ts';
import { formatMs, formatShare } from '../units/numbers.ts';

/** What happened to Redis and what came of it, in one sentence. */
export function outageSentence({
  outageMs,
  requests,
  failedRequests,
  returnTookMs,
  apiRecoveredMs,
}: OutageReport): string {
  const back =
    returnTookMs === null
      ? 'it was not brought back in this run'
      : `the API was as before ${recoveredAt(apiRecoveredMs)}`;
  return `Redis was away for ${seconds(outageMs)}: ${requests - failedRequests} of ${requests} requests were served meanwhile, ${failedRequests} failed, and ${back}`;
}

function recoveredAt(apiRecoveredMs: number | null): string {
  if (apiRecoveredMs === null) return 'not within this run';
  return apiRecoveredMs === 0 ? 'at once when it was back' : `${formatMs(apiRecoveredMs)} after it was back`;
}

/** What the page says about an outage, a line each. */
export function outageLines(outage: OutageReport): string[] {
  const { requests, failedRequests, slowRequests, errors, fallbackShare, firstTroubleMs } = outage;
  const share = requests === 0 ? '' : ` (${formatShare(failedRequests / requests)})`;
  const kinds = Object.entries(errors).map(([kind, count]) => `${kind}: ${count}`);
  return [
    `away from ${seconds(outage.faultAtMs)} on, for ${seconds(outage.outageMs)}`,
    `${requests} requests meanwhile, ${failedRequests} failed${share}, ${slowRequests} slow, ${fallbackShare === null ? 'fallbacks not reported' : `${formatShare(fallbackShare)} answered without Redis`}`,
    ...(kinds.length === 0 ? [] : [`failed by ${kinds.join('   ')}`]),
    `first failed or slow request ${firstTroubleMs === null ? 'none' : `${formatMs(firstTroubleMs)} after the fault${isTroubleAtReturn(outage) ? ', as Redis came back: none while it was away' : ''}`}`,
    ...returnLines(outage),
  ];
}

/** `5 s`, and `5.3 s` where it is no whole one. */
function seconds(ms: number): string {
  return `${Number((ms / 1_000).toFixed(1))} s`;
}

function returnLines(outage: OutageReport): string[] {
  if (outage.returnTookMs === null) return ['not brought back in this run'];
  const { redisAnsweredMs, apiConnectedMs, apiRecoveredMs, connectionsOpened } = outage;
  const after = (ms: number | null) => (ms === null ? 'not seen' : `after ${formatMs(ms)}`);
  return [
    `brought back in ${formatMs(outage.returnTookMs)}, first answer ${after(redisAnsweredMs)}, first connection of the API ${after(apiConnectedMs)}`,
    `API as before ${apiRecoveredMs === null ? 'not within this run' : apiRecoveredMs === 0 ? 'at once' : after(apiRecoveredMs)}, ${connectionsOpened ?? '?'} connections opened in recovery`,
  ];
}
