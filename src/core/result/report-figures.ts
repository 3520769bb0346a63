import { LISTED_STATUS_CODES } from '../evidence/answer-status.ts';
import { onlyUnlistedStatus } from '../evidence/unexpected-status.ts';
import type { MetricSelector, NamesOf } from '../metrics/catalogue.ts';
import type { Statistics } from '../metrics/metric-types.ts';
import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryData } from '../summary/summary-data.ts';
import type { ScenarioPlan } from '../workload/workload.ts';
import type { LatencyMs, Report, ScenarioReport } from './report.ts';

const API = { target: 'api' };
const REDIS = { target: 'redis' };

/** What came of one scenario. */
export function scenarioReport(
  { name, plannedRequests, ratePerSecond }: ScenarioPlan,
  data: SummaryData,
): ScenarioReport {
  const tags = { scenario: name };
  return {
    plannedRequests,
    ratePerSecond,
    iterations: readValue(data, submetric('iterations', tags), 'count'),
    requests: readValue(data, submetric('http_reqs', tags), 'count'),
    failedRequests: readValue(data, submetric('http_req_failed', tags), 'passes'),
    droppedIterations: readValue(data, submetric('dropped_iterations', tags), 'count'),
    latencyMs: latencyOf(data, submetric('http_req_duration', { expected_response: 'true', ...tags })),
  };
}

/** What came of all scenarios. */
export function sumUp(scenarios: readonly ScenarioReport[]) {
  const sum = (pick: (scenario: ScenarioReport) => number) =>
    scenarios.reduce((total, scenario) => total + pick(scenario), 0);
  return {
    plannedRequests: sum(({ plannedRequests }) => plannedRequests),
    iterations: sum(({ iterations = 0 }) => iterations),
    requests: sum(({ requests }) => requests),
    failedRequests: sum(({ failedRequests }) => failedRequests),
    droppedIterations: sum(({ droppedIterations }) => droppedIterations),
  };
}

/** The latency of requests or commands; null where there was none. */
export function latencyOf(data: SummaryData, metric: MetricSelector<NamesOf<'trend'>>): LatencyMs | null {
  if (readValue(data, metric, 'count') === 0) return null;
  const value = (statistic: Statistics['trend']) => readValue(data, metric, statistic);
  return {
    min: value('min'),
    mean: value('avg'),
    p50: value('med'),
    p90: value('p(90)'),
    p95: value('p(95)'),
    p99: value('p(99)'),
    p999: value('p(99.9)'),
    max: value('max'),
  };
}

/** How many of all requests had which status. */
export function statusCodesOf(data: SummaryData, requests: number): Record<string, number> {
  const counts = LISTED_STATUS_CODES.map(
    (status) => [status, readValue(data, submetric('http_reqs', { status, ...API }), 'count')] as const,
  );
  const other = requests - counts.reduce((sum, [, count]) => sum + count, 0);
  const name = `${onlyUnlistedStatus(data) ?? 'other'}`;
  return Object.fromEntries([...counts, [name, other] as const].filter(([, count]) => count > 0));
}

/** What came of the commands of the check itself. */
export function redisReport(data: SummaryData): NonNullable<Report['redis']> {
  const commands = readValue(data, submetric('redis_commands', REDIS), 'count');
  const answered = readValue(data, submetric('redis_commands', { outcome: 'ok', ...REDIS }), 'count');
  return {
    commands,
    failedCommands: commands - answered,
    latencyMs: latencyOf(data, submetric('redis_command_duration', REDIS)),
  };
}
