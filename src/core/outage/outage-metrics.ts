import { REDIS_FAILURES } from '../redis/redis-outcome.ts';
import { submetric } from '../summary/submetric.ts';
import type { OutagePlan } from './outage-plan.ts';

const MOST_SECONDS = 60;

/** Ways in which a request failed, by the tags that k6 gives it. */
export const OUTAGE_ERRORS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  timeout: { error_code: '1050' },
  refused: { error_code: '1212' },
  reset: { error_code: '1220' },
  '500': { status: '500' },
  '502': { status: '502' },
  '503': { status: '503' },
  '504': { status: '504' },
};

/** Phases in which Redis has to answer. */
const SOUND_PHASES = ['before', 'after'] as const;

/** How many seconds from the return of Redis are looked at one by one. */
export function secondsAfterReturn({ returnAtMs, endMs }: OutagePlan): number {
  return Math.min(MOST_SECONDS, Math.ceil((endMs - returnAtMs) / 1_000));
}

/** Names of what is read of one second after the return of Redis. */
export function secondMetrics(second: number) {
  const tags = { since_return: `${second}` };
  return {
    failed: submetric('http_req_failed', tags),
    latency: submetric('http_req_duration', { expected_response: 'true', ...tags }),
  };
}

/** Submetrics that the report about the outage reads. */
export function outageMetrics(plan: OutagePlan): string[] {
  const seconds = Array.from({ length: secondsAfterReturn(plan) }, (_, second) => secondMetrics(second));
  return [
    submetric('http_req_duration', { scenario: 'fault' }),
    submetric('http_req_duration', { scenario: 'recover' }),
    submetric('outage_trouble', { how: 'failed' }),
    submetric('outage_trouble', { how: 'slow' }),
    ...Object.values(OUTAGE_ERRORS).map((tags) => submetric('http_reqs', { scenario: 'outage', ...tags })),
    ...['before', 'recovery', 'after'].map((phase) => submetric('pool_fallbacks', { phase })),
    submetric('redis_connections_received', { phase: 'outage' }),
    submetric('redis_connections_received', { phase: 'recovery' }),
    submetric('redis_commands', { outcome: 'timeout', phase: 'outage' }),
    ...SOUND_PHASES.flatMap((phase) => [
      submetric('redis_commands', { phase }),
      ...REDIS_FAILURES.map((outcome) => submetric('redis_commands', { outcome, phase })),
    ]),
    ...seconds.flatMap(({ failed, latency }) => [failed, latency]),
  ];
}
