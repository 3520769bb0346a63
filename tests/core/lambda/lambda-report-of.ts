import type { CacheMeters } from '../../../src/core/lambda/cache-meters.ts';
import type { LambdaLogs } from '../../../src/core/lambda/lambda-logs.ts';
import type { LambdaMeters } from '../../../src/core/lambda/lambda-meters.ts';
import type { LambdaReport } from '../../../src/core/lambda/lambda-report.ts';

const TIMES = { count: 100, minMs: 2, p50Ms: 5, p95Ms: 12, maxMs: 40 };

/** Lines of a kind, so many. */
export function kind(lines: number): LambdaLogs['kinds'][string] {
  return { lines, firstAt: '2026-11-28T08:00:00.000Z', lastAt: '2026-11-28T08:00:30.000Z', example: 'an example' };
}

/** The log of a run in which all was sound, but for what is said otherwise. */
export function soundLogs(different: Partial<LambdaLogs> = {}): LambdaLogs {
  return {
    group: '/aws/lambda/api',
    lines: 500,
    isComplete: true,
    waitedMs: 2_000,
    kinds: { connected: kind(4), 'cache-hit': kind(90), 'cache-miss': kind(10) },
    hitShare: 0.9,
    environments: 4,
    versions: { $LATEST: { environments: 4, newEnvironments: 4 } },
    invocations: 100,
    timedOut: 0,
    duration: TIMES,
    init: { ...TIMES, count: 4 },
    restore: null,
    failedInits: 0,
    memoryMaxMb: 91,
    ...different,
  };
}

/** A minute of a function in which all was sound, but for what is said otherwise. */
export function soundMinute(different: Partial<LambdaMeters['minutes'][0]> = {}): LambdaMeters['minutes'][0] {
  return {
    at: '2026-11-28T08:00:00.000Z',
    invocations: 100,
    errors: 0,
    throttles: 0,
    concurrencyMax: 4,
    durationMeanMs: 5,
    durationMaxMs: 40,
    ...different,
  };
}

/** Two nodes of which all was sound, but for what is said otherwise. */
export function soundCache(
  different: Partial<CacheMeters['minutes'][0]> = {},
  { isAlone = true }: { readonly isAlone?: boolean } = {},
): CacheMeters {
  const minute = {
    at: '2026-11-28T08:00:00.000Z',
    connectionsMax: 6,
    newConnections: 4,
    hits: 90,
    misses: 10,
    evictions: 0,
    items: 40,
    engineCpuPercent: 12,
    ...different,
  };
  return { nodes: ['redis-001', 'redis-002'], isAlone, connectionsBefore: 2, minutes: [minute] };
}

/** Meters of a run in which all was sound, but for what is said otherwise. */
export function soundMeters(different: Partial<LambdaMeters> = {}): LambdaMeters {
  return { minutes: [soundMinute()], isComplete: true, waitedMs: 65_000, reservedConcurrency: null, ...different };
}

/** What AWS tells of a function in which all was sound, but for what is said otherwise. */
export function soundLambda(different: Partial<LambdaReport> = {}): LambdaReport {
  return {
    functionName: 'api',
    qualifier: null,
    version: '$LATEST',
    region: 'eu-central-1',
    runtime: 'nodejs22.x',
    memoryMb: 256,
    timeoutMs: 6_000,
    window: { startAt: '2026-11-28T07:59:55.000Z', endAt: '2026-11-28T08:00:35.000Z' },
    logs: soundLogs(),
    meters: soundMeters(),
    ...different,
  };
}
