import { check } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';
import type { SummaryData } from '../../core/summary/summary-data.ts';

// The load of the benches: GET at a constant rate, a check of each answer, nothing else.
const { BASE_URL = '', RATE = '', DURATION = '', VUS = '', REPORT_FILE = '' } = __ENV;

export const options: Options = {
  scenarios: {
    get: {
      executor: 'constant-arrival-rate',
      rate: Number(RATE),
      timeUnit: '1s',
      duration: DURATION,
      preAllocatedVUs: Number(VUS),
    },
  },
  summaryTrendStats: ['p(50)', 'p(95)', 'p(99)', 'p(99.9)', 'max'],
};

export default async function get(): Promise<void> {
  check(await http.get(`${BASE_URL}/`), { 'status is 200': ({ status }) => status === 200 });
}

export function handleSummary({ metrics }: SummaryData): Record<string, string> {
  return { [REPORT_FILE]: JSON.stringify(metrics.http_req_duration?.values ?? {}) };
}
