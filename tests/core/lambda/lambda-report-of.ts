import type { LambdaLogs } from '../../../src/core/lambda/lambda-logs.ts';
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
    ...different,
  };
}
