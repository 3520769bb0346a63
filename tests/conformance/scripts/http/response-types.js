// Bodies as text, as bytes, or left out.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const show = (body) =>
  body instanceof ArrayBuffer ? `bytes ${[...new Uint8Array(body)].join()}` : `${typeof body} ${JSON.stringify(body)}`;
const attempt = async (call) => {
  try {
    return await call();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

export default async function () {
  for (const path of ['/bytes', '/status/204', '/status/304', '/status/200', '/status/500']) {
    for (const responseType of ['text', 'binary', 'none', undefined]) {
      console.log(
        path,
        responseType,
        show((await http.get(B + path, { responseType })).body),
        show((await http.head(B + path, { responseType })).body),
      );
    }
  }
  console.log(await attempt(async () => (await http.get(`${B}/bytes`, { responseType: 'none' })).json()));
  console.log(await attempt(async () => (await http.get(`${B}/json`, { responseType: 'binary' })).json('name')));
}
