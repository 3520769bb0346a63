import { HTTP_EVIDENCE_METRICS } from '../evidence/http-evidence.ts';
import { REDIS_FAILURES } from '../findings/redis-outcome.ts';
import { submetric } from '../summary/submetric.ts';

/** Status codes that are counted one by one; k6 counts a tag's value only when a threshold names it beforehand. */
export const REPORTED_STATUS_CODES = [
  '0',
  '200',
  '304',
  '400',
  '401',
  '403',
  '404',
  '408',
  '429',
  '500',
  '502',
  '503',
  '504',
];

/** Submetrics that the report reads beside those of the rules. */
export function reportedMetrics(scenarioNames: readonly string[]): string[] {
  return [
    ...scenarioNames.flatMap((scenario) => [
      ...['http_reqs', 'http_req_failed', 'dropped_iterations'].map((metric) => submetric(metric, { scenario })),
      submetric('http_req_duration', { expected_response: 'true', scenario }),
    ]),
    submetric('http_reqs', { target: 'api' }),
    submetric('http_req_failed', { target: 'api' }),
    submetric('http_req_duration', { expected_response: 'true', target: 'api' }),
    submetric('redis_commands', { target: 'redis' }),
    submetric('redis_commands', { outcome: 'ok', target: 'redis' }),
    submetric('redis_command_duration', { target: 'redis' }),
    ...REPORTED_STATUS_CODES.map((status) => submetric('http_reqs', { status, target: 'api' })),
    ...HTTP_EVIDENCE_METRICS,
    ...REDIS_FAILURES.map((outcome) => submetric('redis_commands', { outcome })),
  ];
}
