import { buildReport } from '../../src/core/result/build-report.ts';
import type { Plan } from '../../src/core/result/report.ts';
import { buildResult, type Result, type RunFacts } from '../../src/core/result/result.ts';
import { buildSeries } from '../../src/core/series/build-series.ts';
import type { Mark, Series } from '../../src/core/series/series.ts';
import { SeriesRecorder } from '../../src/core/series/series-recorder.ts';
import type { SummaryData } from '../../src/core/summary/summary-data.ts';
import { layRules, type RuleTemplate } from '../../src/core/verdict/rule.ts';
import { planOf, type Scenarios } from '../../src/core/workload/workload.ts';
import limits from '../../thresholds/load.json' with { type: 'json' };

interface Sample {
  readonly seconds?: number;
  readonly scenarios?: Scenarios;
  readonly marks?: readonly Mark[];
  /** Milliseconds that the request of an index takes; null: it fails with status 503. */
  readonly latencyOf?: (index: number) => number | null;
  readonly baseUrl?: string;
}

const PER_SECOND = 20;
const BEGAN_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

export function steady(seconds: number, startTime = '0s'): Scenarios[string] {
  const arrivals = { rate: PER_SECOND, timeUnit: '1s', duration: `${seconds}s`, preAllocatedVUs: 10, startTime };
  return { executor: 'constant-arrival-rate', ...arrivals, tags: { target: 'api' } };
}

/** A run of the profile load as its result has it, without a server and the same each time. */
export function sampleResult(sample: Sample = {}): Result {
  const { seconds = 20, scenarios = { all_flags: steady(seconds) }, baseUrl = 'http://127.0.0.1:3001' } = sample;
  const plan: Plan = {
    profile: 'load',
    target: { baseUrl, redisUrl: 'redis://127.0.0.1:6379' },
    workload: { scenarios, settings: { FLAGS_PATH: '/config/flags', REDIS_CHECK: true, FLAG_KEYS: '' } },
    scenarios: planOf(scenarios, 'api'),
    rules: layRules(limits.rules as RuleTemplate[], {
      scenarios: planOf(scenarios, 'api'),
      looks: seconds,
      observations: seconds,
      requireRedis: true,
      variables: { EXPECTED_MAX_CONNECTIONS: 10 },
    }),
    expectedMaxConnections: 10,
    observeEveryMs: 1_000,
  };
  const summary: SummaryData = {
    metrics: metricsOf(Object.keys(scenarios), seconds * PER_SECOND),
    root_group: { name: '', groups: [], checks: [{ name: 'status is 200', passes: seconds * PER_SECOND, fails: 0 }] },
    state: { isStdOutTTY: false, testRunDurationMs: seconds * 1_000 },
  };
  return buildResult(factsOf(sampleSeries({ ...sample, seconds, scenarios })), buildReport(plan, summary));
}

/** Passes the rules about p95 and p99; all others lack a sample. */
function metricsOf(scenarios: readonly string[], total: number): SummaryData['metrics'] {
  const tags = ['target:api', ...scenarios.map((name) => `scenario:${name}`)];
  return Object.fromEntries(
    tags.flatMap((tag) => {
      const count = tag === 'target:api' ? total : Math.round(total / scenarios.length);
      const counter = { type: 'counter', contains: 'default', values: { count } } as const;
      const values = { min: 1, avg: 3, med: 2, max: 60, 'p(90)': 4, 'p(95)': 6, 'p(99)': 40, 'p(99.9)': 55, count };
      const thresholds = { 'p(95)<50': { ok: true }, 'p(99)<100': { ok: true } };
      return [
        [`iterations{${tag}}`, counter],
        [`http_reqs{${tag}}`, counter],
        [`http_reqs{expected_response:true,${tag}}`, counter],
        [`http_req_duration{expected_response:true,${tag}}`, { type: 'trend', contains: 'time', values, thresholds }],
      ];
    }),
  );
}

function factsOf(series: Series | null): RunFacts {
  return {
    profile: 'load',
    engine: { name: 'embedded', version: '0.1.0', reason: 'ENGINE=embedded' },
    engineExitCode: 0,
    startedAt: '2026-01-02T03:04:00.000Z',
    finishedAt: '2026-01-02T03:04:30.000Z',
    localStack: true,
    environment: {
      os: 'Linux 6.1',
      architecture: 'x64',
      cpuModel: 'AMD EPYC',
      cpus: 2,
      memoryBytes: 8_589_934_592,
      nodeVersion: '20.20.2',
      poolproofVersion: '0.1.0',
    },
    series,
  };
}

/** Requests at an even rate, one more than planned as k6 sends it, and a look at Redis each second. */
function sampleSeries({ seconds = 20, scenarios = {}, marks = [], latencyOf = usual }: Sample): Series | null {
  const recorder = new SeriesRecorder();
  recorder.add({ metric: 'load_began', value: 0, atMs: BEGAN_MS, tags: {} });
  const plans = planOf(scenarios, 'api');
  for (let index = 0; index <= seconds * PER_SECOND; index += 1) {
    const sinceMs = (index * 1_000) / PER_SECOND;
    const begun = plans.filter(({ startMs }) => startMs <= sinceMs);
    // Scenarios that run at once take turns.
    const atOnce = begun.filter(({ startMs }) => startMs === begun.at(-1)?.startMs);
    const name = atOnce[index % atOnce.length]?.name ?? '';
    const ms = latencyOf(index);
    const failed = { status: '503', error_code: '1503', expected_response: 'false' };
    const tags = ms === null ? failed : { status: '200', expected_response: 'true' };
    const sample = { metric: 'http_req_duration', value: ms ?? 1, atMs: BEGAN_MS + sinceMs + (ms ?? 1) };
    recorder.add({ ...sample, tags: { ...tags, scenario: name, target: 'api' } });
  }
  for (let second = 0; second < seconds; second += 1) {
    const looks = {
      redis_api_connections: 4,
      pool_size: 10,
      pool_in_use: 2,
      pool_waiting: 0,
      generator_cpu_share: 0.2,
    };
    const counts = { redis_keyspace_hits: 18, redis_keyspace_misses: 2, iteration_start_delay: 1 };
    for (const [metric, value] of Object.entries({ ...looks, ...counts })) {
      recorder.add({ metric, value, atMs: BEGAN_MS + second * 1_000, tags: { target: 'api' } });
    }
  }
  return buildSeries(recorder.snapshot(), scenarios, marks);
}

/** From 1 to 10 ms, and 60 ms now and then. */
function usual(index: number): number {
  return index % 97 === 0 ? 60 : 1 + (index % 10);
}
