// Batches: shapes, methods, what is not well formed.
import http from 'k6/http';
import { describe, sorted } from './files/describe.js';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

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
