// Requests that fail: texts, codes and tags of refused, reset, closed, late and impossible ones.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const CLOSED = __ENV.CLOSED_PORT;
const GARBAGE = __ENV.GARBAGE_PORT;
const without = (object, ...names) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
const one = (r) =>
  r?.timings
    ? {
        status: r.status,
        status_text: r.status_text,
        error: r.error,
        error_code: r.error_code,
        body: r.body,
        url: r.url,
        headers: without(r.headers, 'Date', 'Connection', 'Keep-Alive', 'Content-Length'),
        cookies: r.cookies,
        proto: r.proto,
        remote: `${r.remote_ip} ${r.remote_port > 0}`,
        request: r.request && { ...r.request, headers: without(r.request.headers, 'User-Agent', 'Content-Length') },
        ocsp: r.ocsp,
        tls: r.tls_version,
        zero: r.timings.duration === 0 && r.timings.blocked === 0,
      }
    : r;
const sorted = (_key, value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;
const describe = (value) => {
  if (Array.isArray(value)) return value.map(one);
  if (!value || typeof value !== 'object' || value.timings) return one(value);
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, each]) => [key, one(each)]),
  );
};

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
