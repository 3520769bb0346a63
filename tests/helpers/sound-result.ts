import type { Result } from '../../src/core/result/result.ts';
import type { RuleResult } from '../../src/core/verdict/rule-result.ts';

const LATENCY_MS = { min: 0.5, mean: 1.5, p50: 1.3, p90: 3, p95: 4.8, p99: 8, p999: 20, max: 22 };

/** A rule that passed, but for what is said otherwise. */
export function soundRule(different: Partial<RuleResult> = {}): RuleResult {
  return {
    id: 'latency-p95',
    title: '95th percentile of answered requests',
    about: 'api',
    metric: 'http_req_duration{expected_response:true,target:api}',
    limit: 'p(95)<50',
    unit: 'ms',
    actual: 4.8,
    samples: 100,
    samplesNeeded: 90,
    required: true,
    status: 'pass',
    ...different,
  };
}

/** The result of a short load run that was healthy, but for what is said otherwise. */
export function soundResult(different: Partial<Result> = {}): Result {
  const traffic = {
    planned: [50, 50],
    requests: [50, 50],
    failed: [0, 0],
    dropped: [0, 0],
    inFlight: [0.1, 0.1],
    errors: {},
    latencyMs: { p50: [1, 1.5], p90: [2, 3], p95: [3, 6], p99: [7, 8], max: [10, 22] },
  };
  return {
    schemaVersion: 2,
    profile: 'load',
    engine: { name: 'embedded', version: '0.1.0', reason: 'ENGINE=embedded' },
    engineExitCode: 0,
    startedAt: '2026-11-24T01:32:47.123Z',
    finishedAt: '2026-11-24T01:32:51.000Z',
    localStack: true,
    environment: {
      os: 'Linux 6',
      architecture: 'x64',
      cpuModel: 'Test CPU',
      cpus: 2,
      memoryBytes: 8_000_000_000,
      nodeVersion: '20.20.0',
      poolproofVersion: '0.1.0',
    },
    target: { baseUrl: 'http://127.0.0.1:3001', redisUrl: 'redis://127.0.0.1:6379' },
    workload: { scenarios: {}, settings: {} },
    verdict: { status: 'healthy', sentence: 'the one rule passed' },
    rules: [soundRule()],
    findings: [],
    evidence: null,
    requests: {
      plannedRequests: 100,
      requests: 100,
      failedRequests: 0,
      droppedIterations: 0,
      achievedPerSecond: 50,
      inFlight: 0.1,
      latencyMs: LATENCY_MS,
    },
    scenarios: {
      all_flags: {
        plannedRequests: 100,
        ratePerSecond: 50,
        requests: 100,
        failedRequests: 0,
        droppedIterations: 0,
        latencyMs: LATENCY_MS,
      },
    },
    statusCodes: { '200': 100 },
    checks: [{ name: 'status is 200', passes: 100, fails: 0 }],
    redis: { commands: 28, failedCommands: 0, latencyMs: LATENCY_MS },
    testRunDurationMs: 2_500,
    series: {
      beganAt: '2026-11-24T01:32:48.000Z',
      intervalMs: 1_000,
      points: 2,
      api: traffic,
      scenarios: { all_flags: { ...traffic, histograms: [{ 100: 50 }, { 100: 50 }] } },
      observed: { redis_api_connections: [3, 6] },
      marks: [],
    },
    ...different,
  };
}
