import type { ComparedResult } from '../../src/core/compare/compare-runs.ts';
import { RESULT_SCHEMA_VERSION } from '../../src/core/result/result.ts';
import { type LatencyHistogram, record } from '../../src/core/series/latency-histogram.ts';
import { seededRandom } from '../../src/core/statistics/seeded-random.ts';

export interface SyntheticRun {
  readonly seed: number;
  /** Added to every answer. */
  readonly addedMs?: number;
  readonly seconds?: number;
  readonly failedEverySecond?: number;
  readonly connections?: number | null;
  readonly openedEverySecond?: number;
  readonly missesEverySecond?: number;
  /** What the machine does meanwhile; by default of the run's own seed. */
  readonly weather?: readonly Weather[];
}

/** What happens to all latencies of a second. */
interface Weather {
  readonly level: number;
  /** Share of requests that a burst of something else on the machine hits, and how many times longer they take. */
  readonly hitShare: number;
  readonly hitFactor: number;
}

const RATES = { all_flags: 35, single_flag: 10, cache_miss: 5 } as const;

/** A noisy machine: its level drifts from second to second, and bursts of one to three seconds hit some requests hard. */
function weather(seconds: number, random: () => number): Weather[] {
  let drift = 0.25 * normal(random);
  let burstLeft = 0;
  return Array.from({ length: seconds }, () => {
    drift = 0.8 * drift + 0.15 * normal(random);
    if (burstLeft === 0 && random() < 0.03) burstLeft = 1 + Math.floor(random() * 3);
    const isBurst = burstLeft > 0;
    burstLeft = Math.max(0, burstLeft - 1);
    return { level: Math.exp(drift), hitShare: isBurst ? 0.2 : 0.02, hitFactor: isBurst ? 6 : 3 };
  });
}

/** A result with a series drawn from distributions: the same for the same seed. */
export function syntheticResult(run: SyntheticRun): ComparedResult {
  const { seed, addedMs = 0, seconds = 10, failedEverySecond = 0, connections = 4 } = run;
  const { openedEverySecond = 0, missesEverySecond = 5 } = run;
  const random = seededRandom(seed);
  const conditions = run.weather ?? weather(seconds, random);
  const scenarios = Object.fromEntries(
    Object.entries(RATES).map(([name, rate]) => {
      const histograms = conditions.map((condition) => {
        const histogram: LatencyHistogram = {};
        for (let index = 0; index < rate; index += 1) record(histogram, addedMs + latencyMs(condition, name, random));
        return histogram;
      });
      return [name, { ...traffic(seconds, rate, 0), histograms }];
    }),
  );
  const everySecond = <T>(value: T): T[] => Array.from({ length: seconds }, () => value);
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    profile: 'load',
    engine: { name: 'embedded', version: '0.1.0', reason: 'a test' },
    engineExitCode: 0,
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:10.000Z',
    localStack: true,
    environment: {
      os: 'Linux 6',
      architecture: 'x64',
      cpuModel: 'a processor',
      cpus: 2,
      memoryBytes: 8_000_000_000,
      nodeVersion: '20.20.0',
      poolproofVersion: '0.1.0',
    },
    target: { baseUrl: 'http://127.0.0.1:3001', redisUrl: 'redis://127.0.0.1:6379' },
    workload: {
      scenarios: {
        all_flags: {
          executor: 'constant-arrival-rate',
          rate: 35,
          timeUnit: '1s',
          duration: `${seconds}s`,
          preAllocatedVUs: 10,
          tags: { target: 'api' },
        },
      },
      settings: { FLAGS_PATH: '/config/flags', REDIS_CHECK: true },
    },
    verdict: { status: 'healthy', sentence: 'all 1 rules passed' },
    rules: [],
    findings: [],
    evidence: null,
    requests: {
      plannedRequests: 50 * seconds,
      requests: 50 * seconds,
      failedRequests: failedEverySecond * seconds,
      droppedIterations: 0,
      achievedPerSecond: 50,
      inFlight: 0.1,
      latencyMs: null,
    },
    scenarios: {},
    statusCodes: {},
    checks: [],
    redis: null,
    testRunDurationMs: seconds * 1_000,
    series: {
      beganAt: '2026-01-01T00:00:00.000Z',
      intervalMs: 1_000,
      points: seconds,
      api: traffic(seconds, 50, failedEverySecond),
      scenarios,
      observed:
        connections === null
          ? {}
          : {
              redis_api_connections: everySecond(connections),
              redis_connections_received: everySecond(openedEverySecond),
              redis_keyspace_hits: everySecond(45),
              redis_keyspace_misses: everySecond(missesEverySecond),
            },
      marks: [],
    },
  };
}

function traffic(seconds: number, rate: number, failed: number) {
  const everySecond = <T>(value: T): T[] => Array.from({ length: seconds }, () => value);
  const latencies = everySecond(null);
  return {
    planned: everySecond(rate),
    requests: everySecond(rate),
    failed: everySecond(failed),
    dropped: everySecond(0),
    inFlight: everySecond(0.1),
    errors: {},
    latencyMs: { p50: latencies, p90: latencies, p95: latencies, p99: latencies, max: latencies },
  };
}

function latencyMs({ level, hitShare, hitFactor }: Weather, scenario: string, random: () => number): number {
  const typicalMs = scenario === 'cache_miss' ? 4 : 1.5;
  const hit = random() < hitShare ? hitFactor : 1;
  return typicalMs * level * hit * Math.exp(0.4 * normal(random));
}

/** Standard normal (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
