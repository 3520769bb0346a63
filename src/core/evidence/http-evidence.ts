import type { MetricSelector } from '../metrics/catalogue.ts';
import type { Statistics } from '../metrics/metric-types.ts';
import { submetric } from '../summary/submetric.ts';
import { readValue, type SummaryData } from '../summary/summary-data.ts';
import { plannedTotal, type ScenarioPlan } from '../workload/workload.ts';
import { CUT_AT_MAX_BODY } from './answer-status.ts';
import { expectedStatus } from './expected-status.ts';
import { readCount, readMetric } from './read-metric.ts';
import { countOfClass, UNEXPECTED_STATUS_METRICS } from './unexpected-status.ts';

const API = { target: 'api' };

/** k6's error codes of requests without an answer, by what they mean. */
export const ERROR_CODES = { eof: '1000', timedOut: '1050', dns: '1101', refused: '1212', reset: '1220' } as const;

const FAILED_DURATION = submetric('http_req_duration', { expected_response: 'false', ...API });
const WRONG_KEYED = submetric('wrong_contents', { of: 'several' });
const OF_ANOTHER = submetric('wrong_contents', { of: 'several', was: 'another' });

/** Submetrics that this evidence needs in the summary. */
export const HTTP_EVIDENCE_METRICS: readonly MetricSelector[] = [
  ...Object.values(ERROR_CODES).map((code) => submetric('http_reqs', { error_code: code, ...API })),
  ...['warm', 'miss'].flatMap((cache) => [
    submetric('http_req_duration', { cache, expected_response: 'true' }),
    submetric('http_reqs', { cache }),
  ]),
  WRONG_KEYED,
  OF_ANOTHER,
  ...UNEXPECTED_STATUS_METRICS,
  submetric('http_req_duration', API),
  FAILED_DURATION,
  submetric('http_reqs', { error_code: `${CUT_AT_MAX_BODY}`, ...API }),
];

/** What the load generator saw of the API, and of itself. */
export function httpEvidence(
  data: SummaryData,
  scenarios: readonly ScenarioPlan[],
  keyedChecks: readonly string[] = [],
) {
  const durationMs = Math.max(...scenarios.map((scenario) => scenario.durationMs));
  const requests = readCount(data, submetric('http_reqs', API));
  const meanMs = readMetric(data, submetric('http_req_duration', API), 'avg');
  const byErrorCode = (kind: keyof typeof ERROR_CODES) => countOf(data, { error_code: ERROR_CODES[kind] });
  const answersCut = countOf(data, { error_code: `${CUT_AT_MAX_BODY}` });
  return {
    requestsPlanned: plannedTotal(scenarios),
    requests,
    requestsFailed: readValue(data, submetric('http_req_failed', API), 'passes'),
    requestsUnanswered: countOf(data, { status: '0' }) - answersCut,
    answersTooLarge: readCount(data, 'answers_too_large'),
    /** Of these, those of which no more was read than MAX_BODY: the others came with their status. */
    answersCut,
    requestsTimedOut: byErrorCode('timedOut'),
    requestsRefused: byErrorCode('refused'),
    requestsReset: byErrorCode('reset'),
    requestsEndedEarly: byErrorCode('eof'),
    requestsWithoutHost: byErrorCode('dns'),
    requestsWithoutSocket: readCount(data, 'generator_out_of_sockets'),
    redirects: countOfClass(data, '3xx'),
    clientErrors: countOfClass(data, '4xx'),
    serverErrors: countOfClass(data, '5xx'),
    unexpectedStatusMin: readMetric(data, 'unexpected_status', 'min'),
    unexpectedStatusMax: readMetric(data, 'unexpected_status', 'max'),
    /** What was expected of those that were answered with another status, if it was the same of all. */
    expectedStatus: expectedStatus(data),
    /** Of requests that failed, answered or not. */
    failedP50Ms: readMetric(data, FAILED_DURATION, 'med'),
    missRequests: readCount(data, submetric('http_reqs', { cache: 'miss' })),
    /** Answers with the status and without the content that was asked for. */
    wrongAnswers: readCount(data, 'wrong_contents'),
    /** Those of them that answer a request with a key, and so may belong to another. */
    wrongKeyed: readCount(data, WRONG_KEYED),
    /** Those of these that do belong to another. */
    ofAnother: readCount(data, OF_ANOTHER),
    rightKeyed: sum(keyedChecks.map((name) => checkPasses(data, name))),
    firstFailureAtMs: readMetric(data, 'api_failed_at', 'min'),
    lastFailureAtMs: readMetric(data, 'api_failed_at', 'max'),
    /** Little's law: arrival rate × mean time in the system. */
    requestsInFlight: meanMs === null ? null : (requests / durationMs) * meanMs,
    /** What the API takes for an answer that needs no Redis (OPTIONS), under load. */
    plainAnswerMs: readMetric(data, 'api_plain_answer', 'med'),
    ...latency(data, 'warm'),
    ...latency(data, 'miss'),
    iterationsDropped: sum(
      scenarios.map(({ name }) => readCount(data, submetric('dropped_iterations', { scenario: name }))),
    ),
    startDelayP95Ms: readMetric(data, submetric('iteration_start_delay', API), 'p(95)'),
    startDelayMaxMs: readMetric(data, submetric('iteration_start_delay', API), 'max'),
  };
}

/** Answered requests that the cache can answer, or cannot. */
function latency<Cache extends 'warm' | 'miss'>(data: SummaryData, cache: Cache) {
  const metric = submetric('http_req_duration', { cache, expected_response: 'true' });
  const of = (statistic: Statistics['trend']) => readMetric(data, metric, statistic);
  const values = { P50Ms: of('med'), P95Ms: of('p(95)'), P99Ms: of('p(99)'), MaxMs: of('max') };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${cache}${name}`, value])) as {
    [Name in keyof typeof values as `${Cache}${Name}`]: number | null;
  };
}

function countOf(data: SummaryData, tags: Readonly<Record<string, string>>): number {
  return readCount(data, submetric('http_reqs', { ...tags, ...API }));
}

function checkPasses(data: SummaryData, name: string): number {
  return data.root_group.checks.find((check) => check.name === name)?.passes ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
