import { LISTED_STATUS_CODES } from '../evidence/answer-status.ts';
import { HTTP_EVIDENCE_METRICS } from '../evidence/http-evidence.ts';
import { REDIS_FAILURES } from '../redis/redis-outcome.ts';
import { REFUSALS } from '../redis/refusals.ts';
import { submetric } from '../summary/submetric.ts';

/** Submetrics that the report reads beside those of the rules. */
export function reportedMetrics(scenarioNames: readonly string[]): string[] {
  return [
    ...scenarioNames.flatMap((scenario) => [
      ...(['iterations', 'http_reqs', 'http_req_failed', 'dropped_iterations'] as const).map((metric) =>
        submetric(metric, { scenario }),
      ),
      submetric('http_req_duration', { expected_response: 'true', scenario }),
    ]),
    submetric('http_reqs', { target: 'api' }),
    submetric('http_req_failed', { target: 'api' }),
    submetric('http_req_duration', { expected_response: 'true', target: 'api' }),
    submetric('redis_commands', { target: 'redis' }),
    submetric('redis_commands', { outcome: 'ok', target: 'redis' }),
    submetric('redis_command_duration', { target: 'redis' }),
    ...LISTED_STATUS_CODES.map((status) => submetric('http_reqs', { status, target: 'api' })),
    ...HTTP_EVIDENCE_METRICS,
    ...REDIS_FAILURES.flatMap((outcome) =>
      (['redis_commands', 'redis_failed_at'] as const).map((metric) => submetric(metric, { outcome })),
    ),
    ...REFUSALS.map((kind) => submetric('redis_refused', { kind })),
  ];
}
