// Requests that fail: texts, codes and tags of refused, reset, closed, late and impossible ones.
import http from 'k6/http';
import { describe, sorted } from './files/describe.js';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const CLOSED = __ENV.CLOSED_PORT;
const GARBAGE = __ENV.GARBAGE_PORT;

const cases = [
  () => http.get(`http://user:secret@127.0.0.1:${CLOSED}/`),
  () => http.get(`http://127.0.0.1:${CLOSED}/`, { throw: true }),
  () => http.get(`${B}/silence`, { timeout: 200 }),
  () => http.get(`${B}/silence`, { timeout: 'abc' }),
  () => http.get(`${B}/silence`, { timeout: '200ms', throw: true }),
  () => http.get(`${B}/stalled-body`, { timeout: 200 }),
  () => http.post(`${B}/reset`, 'x'),
  () => http.post(`${B}/close`, 'x'),
  () => http.post(`${B}/close`, 'x', { throw: true }),
  () => http.get(`${B}/truncated`),
  () => http.get(`${B}/truncated-chunks`),
  () => http.get(`http://127.0.0.1:${GARBAGE}/`),
  () => http.get(`https://127.0.0.1:${__ENV.HTTP_PORT}/`),
  () => http.get('/no-scheme'),
  () => http.get('odd://host/'),
  () => http.get('http:///nowhere'),
  () => http.get('http://a b/'),
  () => http.get('http://[::1'),
  () => http.get('http://h:port/'),
  () => http.get('http://h/%zz'),
  () => http.get(undefined),
  () => http.get(5),
  () => http.get(`${B}/echo`, { headers: { 'a b': 'x' } }),
  () => http.get(`${B}/echo`, { headers: { a: 'x\ny' } }),
  () => http.get('http://does-not-exist.invalid/'),
];

const tags = [
  'error_code:1212',
  'error_code:1050',
  'error_code:1220',
  'error_code:1000',
  'error_code:1301',
  'error_code:1101',
  'error_code:1020',
  'status:0',
  'error:EOF',
  'error:unexpected EOF',
  'error:request timeout',
  'error:dial: connection refused',
  'expected_response:false',
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
