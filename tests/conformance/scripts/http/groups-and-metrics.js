// Metrics of requests by scenario, group and status, and what counts as failed.

import { check, group } from 'k6';
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

export const options = {
  scenarios: {
    browse: { executor: 'per-vu-iterations', vus: 2, iterations: 3, exec: 'browse' },
    post: { executor: 'per-vu-iterations', vus: 1, iterations: 2, exec: 'post', startTime: '300ms' },
    promised: { executor: 'shared-iterations', vus: 2, iterations: 4, exec: 'promised', startTime: '600ms' },
  },
  summaryTrendStats: ['count'],
  thresholds: {
    'http_reqs{status:500}': ['count==2'],
    'http_req_duration{scenario:browse}': ['p(95)<5000'],
    'http_req_waiting{group:::list}': [],
    'http_req_failed{scenario:post}': ['rate==1'],
    'http_req_failed{scenario:browse}': ['rate==0'],
    'http_reqs{group:::setup}': ['count==1'],
    'http_reqs{name:listed}': ['count==6'],
    'http_req_duration{expected_response:false}': [],
  },
};

export async function setup() {
  return (await http.get(`${B}/json`)).json('name');
}

export async function browse(name) {
  const [response, all] = await group('list', () =>
    Promise.all([
      http.get(`${B}/echo`, { tags: { name: 'listed' } }),
      http.batch([`${B}/status/200`, ['GET', `${B}/status/204`]]),
    ]),
  );
  group('list', () => {
    check(response, {
      ok: (r) => r.status === 200,
      'is json': (r) => r.json('method') === 'GET',
      'was set up': () => name === 'pool',
    });
    check(all, { 'whole batch': (each) => each.every((r) => r.status < 300) });
  });
}

export async function post() {
  check(await http.post(`${B}/status/500`, JSON.stringify({ a: 1 })), {
    ok: (r) => r.status === 200,
    refused: (r) => r.status === 500,
  });
}

export async function promised() {
  const responses = await Promise.all([1, 2].map((n) => http.asyncRequest('GET', `${B}/echo?n=${n}`)));
  check(responses, { both: (all) => all.every((r) => r.status === 200) });
}
