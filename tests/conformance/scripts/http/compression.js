// Bodies that come compressed, and bodies that are sent so.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const show = (r) =>
  console.log(
    r.status,
    r.error,
    r.error_code,
    r.body?.length,
    r.headers['Content-Encoding'],
    r.body && typeof r.body === 'string' ? r.body.slice(0, 10) : r.body,
  );
const accepted = (r) =>
  JSON.parse(r.body)
    .headers.filter((line) => /encoding/.test(line))
    .join();

export default async function () {
  for (const kind of ['gzip', 'deflate', 'br', 'cut', 'wrong', 'unknown']) show(await http.get(`${B}/encoded/${kind}`));
  show(await http.head(`${B}/encoded/gzip`));
  show(await http.get(`${B}/encoded/gzip`, { responseType: 'none' }));
  console.log(new Uint8Array((await http.get(`${B}/encoded/br`, { responseType: 'binary' })).body).length);
  console.log(
    accepted(await http.get(`${B}/echo`)),
    accepted(await http.get(`${B}/echo`, { headers: { 'Accept-Encoding': 'gzip' } })),
  );
  for (const compression of ['gzip', 'deflate', 'br', 'gzip, deflate', 'odd']) {
    const r = await http.post(`${B}/echo`, 'text'.repeat(50), { compression });
    console.log(compression, r.status, r.error, r.status === 200 ? accepted(r) : '', r.request?.body.length > 0);
  }
}
