// Helpers of k6/http: what they return and what they refuse.
import http from 'k6/http';
import { describe, sorted } from './files/describe.js';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

const cases = [
  () => http.expectedStatuses(),
  () => http.expectedStatuses('a'),
  () => http.expectedStatuses({ min: 1.5, max: 2 }),
  () => http.setResponseCallback(5),
  () => http.file(5),
  () => http.file('x', 'name', 'text/plain'),
  () => http.url`http://h/${1}`,
  () => http.url`http://a b/`,
  () => http.expectedStatuses(200, { min: 300, max: 399 }) !== undefined,
  () => http.url`${B}/a?b=${1}&c=${'x y'}`,
  () => http.setResponseCallback(null),
  () => http.get(`${B}/status/500`),
  () => http.setResponseCallback(http.expectedStatuses(500)),
  () => http.get(`${B}/status/500`),
];

const tags = ['expected_response:true', 'expected_response:false'];

export const options = { thresholds: Object.fromEntries(tags.map((tag) => [`http_reqs{${tag}}`, []])) };

export default async function () {
  for (const [index, run] of cases.entries()) {
    try {
      console.log(index, JSON.stringify(describe(await run()) ?? null, sorted));
    } catch (error) {
      console.log(index, `${error.name}: ${error.message}`, error instanceof Error);
    }
  }
}
