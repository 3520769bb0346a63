// discardResponseBodies, a limit of redirects, a user agent, and throw, as options of the run.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;

export const options = {
  discardResponseBodies: true,
  maxRedirects: 1,
  throw: true,
  hosts: { 'example.test': '127.0.0.1' },
  userAgent: 'mine/1',
};

export default async function () {
  console.log(
    (await http.get(`${B}/bytes`)).body,
    (await http.get(`${B}/bytes`, { responseType: 'text' })).body.length,
  );
  console.log((await http.get(`${B}/chain/3`)).status, (await http.get(`${B}/chain/1`)).status);
  console.log((await http.get(`http://example.test:${__ENV.HTTP_PORT}/json`, { responseType: 'text' })).json('name'));
  console.log(JSON.stringify((await http.get(`${B}/echo`)).request.headers['User-Agent']));
  try {
    await http.get(`http://127.0.0.1:${__ENV.CLOSED_PORT}/`);
  } catch (error) {
    console.log(error.name, error.message);
  }
  console.log((await http.get(`http://127.0.0.1:${__ENV.CLOSED_PORT}/`, { throw: false })).error_code);
}
