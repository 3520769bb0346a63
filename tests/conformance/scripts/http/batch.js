// Batches: shapes, methods, what is not well formed.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
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
  () => http.batch([['GET', `${B}/echo`], { method: 'post', url: `${B}/echo`, body: { a: 1 } }]),
  () => http.batch([`${B}/echo`, { nothing: 1 }, `${B}/echo`]),
  () => http.batch([['GET']]),
  () => http.batch(5),
  () =>
    http.batch({
      a: `${B}/echo`,
      b: { url: `${B}/status/204` },
      c: ['PUT', `${B}/echo`, 'x', { tags: { name: 'put' } }],
    }),
  () => http.batch([]),
  () => http.batch({}),
  () => http.batch([null]),
  () => http.batch(['GET']),
  () => http.batch(),
];

const tags = ['name:put', 'method:GET', 'method:POST', 'status:204'];

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
