import type { CacheMeters } from '../lambda/cache-meters.ts';
import type { LambdaColdStart } from '../lambda/lambda-cold-start.ts';
import type { LambdaLogs } from '../lambda/lambda-logs.ts';
import type { LambdaMeters } from '../lambda/lambda-meters.ts';
import type { LambdaReport } from '../lambda/lambda-report.ts';
import { maxOf, sumOf } from '../lambda/minutes.ts';
import type { Result } from '../result/result.ts';
import { formatMs, formatShare } from '../units/numbers.ts';

/** What AWS told of the function, as names and lines, for a terminal and for Markdown; nothing where it was not asked. */
export function lambdaRows({
  lambda,
  requests,
}: Pick<Result, 'lambda' | 'requests'>): [name: string, texts: string[]][] {
  if (lambda === undefined) return [];
  const { logs, meters, coldStart, unread = {} } = lambda;
  return [
    ['Lambda', [functionText(lambda)]],
    ...(coldStart === undefined ? [] : [['cold start', [coldText(coldStart)]] as [string, string[]]]),
    ['its log', logs === undefined ? [`not read: ${unread.logs}`] : logTexts(logs)],
    ['its meters', meters === undefined ? [`not read: ${unread.meters}`] : meterTexts(meters, requests)],
    ...(meters?.cache === undefined ? [] : [['ElastiCache', cacheTexts(meters.cache)] as [string, string[]]]),
  ];
}

function functionText({ functionName, qualifier, version, region, runtime, memoryMb }: LambdaReport): string {
  const name = qualifier === null ? functionName : `${functionName}:${qualifier} (version ${version})`;
  return `${name} in ${region}, ${runtime ?? 'container image'}, ${memoryMb} MB`;
}

const MADE_COLD = {
  environment: 'made cold by a changed variable',
  concurrency: 'made cold by a reserved concurrency of 0',
  command: 'made cold by COLD_CMD',
} as const;

function coldText({ by, environments, newEnvironments, notCold }: LambdaColdStart): string {
  return `${MADE_COLD[by]} · ${notCold ?? `${newEnvironments} of ${environments} environments were new`}`;
}

function logTexts({ kinds, environments, init, restore, hitShare, lines, isComplete, duration }: LambdaLogs): string[] {
  const starts = [
    init && `${init.count} new, started in ${formatMs(init.p50Ms)} as a rule, ${formatMs(init.maxMs)} at most`,
    restore && `${restore.count} restored in ${formatMs(restore.p50Ms)} as a rule`,
  ].filter((text) => text !== null);
  const counts = Object.entries(kinds).map(([kind, { lines }]) => `${kind.replaceAll('-', ' ')} ${lines}`);
  return [
    `${lines} lines${isComplete ? '' : ', maybe not all'} · environments ${environments}${starts.length === 0 ? '' : ` (${starts.join('; ')})`}`,
    ...(duration === null
      ? []
      : [`invocations ${duration.count} · p50 ${formatMs(duration.p50Ms)} · p95 ${formatMs(duration.p95Ms)}`]),
    ...(counts.length === 0
      ? ['no line of a known kind']
      : [`${counts.join(' · ')}${hitShare === null ? '' : ` · hits ${formatShare(hitShare)}`}`]),
  ];
}

function meterTexts(
  { minutes, reservedConcurrency, isComplete }: LambdaMeters,
  requests: Result['requests'],
): string[] {
  const invocations = sumOf(minutes, 'invocations');
  if (invocations === null) return ['CloudWatch has none of these minutes'];
  const inFlight = requests.inFlight === null ? '' : `; ${requests.inFlight.toFixed(1)} requests in flight on average`;
  const reserved = reservedConcurrency === null ? 'none reserved' : `${reservedConcurrency} reserved`;
  const refused = sumOf(minutes, 'throttles') ?? 0;
  const others = invocations + refused - requests.requests;
  return [
    `at most ${maxOf(minutes, 'concurrencyMax') ?? '?'} environments at a time (${reserved}${inFlight})`,
    `invocations ${invocations} · throttled ${sumOf(minutes, 'throttles') ?? '?'} · errors ${sumOf(minutes, 'errors') ?? '?'} · in ${minutes.length} whole minutes${isComplete ? '' : ', which were not complete'}`,
    ...(others > requests.requests * 0.1 ? [`${others} invocations were not of this run, or of its set-up`] : []),
  ];
}

function cacheTexts({ nodes, isAlone, connectionsBefore, minutes, serverless }: CacheMeters): string[] {
  const hits = sumOf(minutes, 'hits');
  const misses = sumOf(minutes, 'misses');
  const lookups = (hits ?? 0) + (misses ?? 0);
  const cpu = maxOf(minutes, 'engineCpuPercent');
  const shown = (value: number | null) => value ?? '?';
  return [
    `${[...nodes, ...(serverless?.names ?? [])].join(', ')} · ${isAlone ? 'the function alone' : 'all clients together'}, by the minute`,
    `connections at most ${shown(maxOf(minutes, 'connectionsMax'))} (${shown(connectionsBefore)} before) · opened ${shown(sumOf(minutes, 'newConnections'))} · keys at most ${shown(maxOf(minutes, 'items'))}`,
    `hits ${lookups === 0 ? '?' : formatShare((hits ?? 0) / lookups)} · evicted ${shown(sumOf(minutes, 'evictions'))}${nodes.length === 0 ? '' : ` · engine CPU ${cpu === null ? '?' : formatShare(cpu / 100)} at most`}`,
    ...(serverless === undefined
      ? []
      : [`serverless: throttled ${shown(serverless.throttled)} · ECPUs ${shown(serverless.processingUnits)}`]),
  ];
}
