// systemTags leaves tags out; expected_response has a submetric only when it is one.
import { check, group } from 'k6';
import http from 'k6/http';

export const options = {
  systemTags: ['method', 'group', 'vu'],
  thresholds: {
    'http_reqs{method:GET}': [],
    'http_reqs{status:200}': [],
    'http_reqs{url:x}': [],
    'checks{check:a}': [],
    'checks{group:::g}': [],
    'iterations{scenario:default}': [],
    'iterations{vu:1}': [],
  },
};

export default async function () {
  await http.get(`http://127.0.0.1:${__ENV.HTTP_PORT}/status/200`);
  group('g', () => check(1, { a: true }));
}
