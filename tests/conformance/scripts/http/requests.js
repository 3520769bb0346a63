// What servers and scripts see of requests: methods, bodies, headers, tags, odd addresses.
import http from 'k6/http';
import { describe, sorted } from './files/describe.js';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

const cases = [
  () => http.get(`${B}/echo?x=1#hash`),
  () => http.head(`${B}/echo`),
  () => http.post(`${B}/echo`),
  () => http.post(`${B}/echo`, 'text'),
  () => http.post(`${B}/echo`, { b: 'x y&ü', a: [1, 2], n: null, o: { f: 1, g: [1, 'x'] }, small: 0.00001, t: true }),
  () => http.post(`${B}/echo`, new Uint8Array([65, 66]).buffer),
  () => http.put(`${B}/echo`, 'x', { headers: { 'content-type': 'text/x', 'x-LOWER': 'ü', 'Content-Length': '7' } }),
  () => http.del(`${B}/echo`, 'gone'),
  () => http.patch(`${B}/echo`, 5),
  () => http.patch(`${B}/echo`, [1]),
  () => http.options(`${B}/echo`),
  () => http.request('GET', `${B}/echo`, 'body of a GET'),
  () => http.request('G T', `${B}/echo`),
  () => http.get(http.url`${B}/echo?id=${7}`),
  () => http.get(`${B}/echo`, { tags: { name: 'named', n: 1, method: 'mine' } }),
  () => http.get(`${B}/echo`, { tags: { bad: {} } }),
  () => http.get(B.replace('//', '//user:secret@') + '/echo'),
  () => http.get(`${B}/status/404`),
  () => http.get(`${B}/status/404`, { responseCallback: http.expectedStatuses(404) }),
  () => http.get(`${B}/status/204`),
  () => http.get(`${B}/status/304`),
  () => http.get(`${B}/status/500`, { responseCallback: null }),
  () => http.get(`${B}/echo`, { responseType: 'none' }),
  () => http.get(`${B}/echo`, { responseType: 'odd' }),
  () => http.get(`${B}/bad-location`),
  () => http.get(`${B}/twice`),
  () => http.asyncRequest('GET', `${B}/echo`, null, { timeout: '5s' }),
];

const tags = [
  'method:GET',
  'method:mine',
  'method:G T',
  'name:named',
  'status:404',
  'status:304',
  'expected_response:true',
  'expected_response:false',
  'error_code:1404',
  'error_code:1000',
  'n:1',
  'proto:HTTP/1.1',
  `url:${B}/echo`,
  `name:${B}/echo?id=\${}`,
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
