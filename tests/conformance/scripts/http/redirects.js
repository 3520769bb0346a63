// Redirects: what is sent again, how many, where to; each hop is a sample.
import http from 'k6/http';
import { describe, sorted } from './files/describe.js';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

const cases = [
  () =>
    http.post(`${B}/redirect/302`, 'body', { headers: { 'Content-Type': 'text/x', 'X-A': '1', Authorization: 'q' } }),
  () => http.post(`${B}/redirect/307`, 'body', { headers: { 'Content-Type': 'text/x' } }),
  () => http.get(`${B}/loop`),
  () => http.get(`${B}/loop`, { redirects: 2 }),
  () => http.get(`${B}/chain/3`),
  () => http.get(`${B}/chain/3`, { redirects: 0 }),
  () => http.get(`${B}/chain/3`, { redirects: 1 }),
  () => http.get(`${B}/chain/3`, { redirects: -1 }),
  () => http.get(`${B}/chain/3`, { tags: { name: 'chain' } }),
  () => http.put(`${B}/redirect/301`, 'x'),
  () => http.put(`${B}/redirect/303`, 'x'),
  () => http.put(`${B}/redirect/308`, 'x'),
  () => http.head(`${B}/redirect/302`),
  () => http.get(`${B}/chain/1`, { responseCallback: http.expectedStatuses(302) }),
];

const tags = [
  'status:302',
  'status:200',
  'name:chain',
  'expected_response:true',
  `url:${B}/chain/0`,
  'error_code:1000',
];

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
